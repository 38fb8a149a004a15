/// A place of an instance that does not follow the schema.
package struct Violation: Sendable, Equatable {
    /// The instance location.
    package let instancePath: JSONPointer
    /// The keyword that the place violates.
    package let keywordLocation: SchemaLocation
    /// What is wrong, in plain words.
    package let message: String
}
