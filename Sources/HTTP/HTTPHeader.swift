/// A header field. Names are case-insensitive.
package struct HTTPHeader: Sendable, Equatable {
    package let name: String
    package let value: String
    /// Whether the value is a key or a signature, which must not reach any output.
    package let isSecret: Bool

    package init(_ name: String, _ value: String, isSecret: Bool = false) {
        self.name = name
        self.value = value
        self.isSecret = isSecret
    }
}
