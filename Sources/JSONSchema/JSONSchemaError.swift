/// Why a document is not a schema, or why a schema gave no answer for an instance.
package struct JSONSchemaError: Error, Sendable, Equatable {
    /// What is wrong.
    package let message: String
    /// What to do instead.
    package let help: String?
    /// The keyword at fault.
    package let location: SchemaLocation
    /// The URI of the document that a reference leads to, if nobody gave that document.
    package let missingDocument: String?

    init(_ message: String, help: String? = nil, at location: SchemaLocation, missingDocument: String? = nil) {
        self.message = message
        self.help = help
        self.location = location
        self.missingDocument = missingDocument
    }
}
