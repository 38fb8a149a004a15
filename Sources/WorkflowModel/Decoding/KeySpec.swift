/// One key that a mapping may have. The decoder, the JSON Schema and the reference read the same tables.
package struct KeySpec: Sendable {
    package let name: String
    package let shape: ValueShape
    package let isRequired: Bool
    /// One line for people: what the key is for.
    package let summary: String

    init(_ name: String, _ shape: ValueShape, required: Bool = false, _ summary: String) {
        self.name = name
        self.shape = shape
        self.isRequired = required
        self.summary = summary
    }
}

/// What a key's value looks like, as far as it shows in the YAML alone.
package indirect enum ValueShape: Sendable {
    /// Anything at all.
    case anything
    /// A scalar that is taken as text, whatever it looks like.
    case text
    /// A scalar that may be left empty.
    case optionalText
    /// An address that starts with http:// or https://.
    case address
    /// A text, true or false, or an expression.
    case condition
    case boolean
    case positiveInteger
    /// Such as `30s`; with `isSigned` also `-10m`.
    case duration(isSigned: Bool)
    /// One of these words.
    case choice([String])
    /// A mapping with these keys and no others. Of `alternatives`, exactly one has to be there.
    case mapping([KeySpec], alternatives: [String])
    /// A mapping whose keys the author chooses.
    case open(ValueShape, minimum: Int)
    case list(ValueShape, minimum: Int, maximum: Int?)
    /// One of several shapes.
    case oneOf([ValueShape])
    /// A shape of `ValueShape.definitions`, which can hold itself.
    case named(String)

    static let duration = ValueShape.duration(isSigned: false)

    static func mapping(_ keys: [KeySpec]) -> ValueShape { .mapping(keys, alternatives: []) }

    static func open(_ value: ValueShape) -> ValueShape { .open(value, minimum: 0) }

    static func list(_ element: ValueShape) -> ValueShape { .list(element, minimum: 1, maximum: nil) }
}
