/// A header field. Names are compared without regard to case.
package struct HTTPHeader: Sendable, Equatable {
    package let name: String
    package let value: String
    /// True for keys and signatures: the value must not reach any output.
    package let isSecret: Bool

    package init(_ name: String, _ value: String, isSecret: Bool = false) {
        self.name = name
        self.value = value
        self.isSecret = isSecret
    }
}
