/// What a sandbox accepts, and its clock.
package struct SandboxConfiguration: Sendable {
    package let developerKey: String
    package let accessKey: String
    /// The current time in milliseconds since 1970.
    package let clock: @Sendable () -> Int64

    package init(developerKey: String, accessKey: String, clock: @escaping @Sendable () -> Int64) {
        self.developerKey = developerKey
        self.accessKey = accessKey
        self.clock = clock
    }
}
