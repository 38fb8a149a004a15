/// A key that a mapping may have. The decoder, the JSON Schema and the reference use the same tables of keys.
package struct KeySpec: Sendable {
    package let name: String
    package let shape: ValueShape
    package let isRequired: Bool
    /// What the key is for, in one line.
    package let summary: String

    init(_ name: String, _ shape: ValueShape, required: Bool = false, _ summary: String) {
        self.name = name
        self.shape = shape
        self.isRequired = required
        self.summary = summary
    }
}
