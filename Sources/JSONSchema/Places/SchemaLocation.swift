/// Where a keyword is.
package struct SchemaLocation: Sendable, Equatable {
    /// The URI of the document with the keyword; nil for the schema's own document.
    package let document: String?
    /// The place in that document.
    package let pointer: JSONPointer

    package init(document: String? = nil, pointer: JSONPointer = JSONPointer()) {
        self.document = document
        self.pointer = pointer
    }

    func appending(_ segments: [JSONPointer.Segment]) -> SchemaLocation {
        SchemaLocation(document: document, pointer: pointer.appending(segments))
    }
}
