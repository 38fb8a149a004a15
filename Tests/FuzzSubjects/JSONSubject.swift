import JSON

extension FuzzSubject {
    /// JSON of a response's body: parsing, writing and parsing again gives the same value.
    static let json = FuzzSubject(name: "json") { input in
        guard let value = try? parseJSON(input) else { return }
        for text in [value.serialized, value.prettyPrinted] {
            guard let again = try? parseJSON(Array(text.utf8)) else {
                preconditionFailure("written JSON cannot be read: \(text)")
            }
            precondition(again == value, "read again, JSON is another: \(text)")
        }
    }
}
