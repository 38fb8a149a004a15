/// The pair of keys of one environment.
package struct Credentials: Sendable, Hashable {
    package let developerKey: Secret
    package let accessKey: Secret

    package init(developerKey: Secret, accessKey: Secret) {
        self.developerKey = developerKey
        self.accessKey = accessKey
    }
}
