/// The shape of a key's value, as far as the YAML alone can tell.
package indirect enum ValueShape: Sendable {
    /// Any value.
    case anything
    /// A scalar that is read as a string, even if it looks like a number.
    case text
    /// A scalar that may be left empty.
    case optionalText
    /// A URL that starts with `http://` or `https://`.
    case address
    /// `true`, `false` or an expression.
    case condition
    case boolean
    case positiveInteger
    /// A duration such as `30s`; if `isSigned`, also `-10m`.
    case duration(isSigned: Bool)
    /// One of these words.
    case choice([String])
    /// A mapping with these keys and no others. Exactly one of `alternatives` is required.
    case mapping([KeySpec], alternatives: [String])
    /// A mapping whose keys the author chooses.
    case open(ValueShape, minimum: Int)
    case list(ValueShape, minimum: Int, maximum: Int?)
    /// A mapping of any values that has none of these keys.
    case mappingWithout([String])
    /// One of several shapes.
    case oneOf([ValueShape])
    /// A shape in `ValueShape.definitions`, which can contain itself.
    case named(String)

    static let duration = ValueShape.duration(isSigned: false)

    static func mapping(_ keys: [KeySpec]) -> ValueShape { .mapping(keys, alternatives: []) }

    static func open(_ value: ValueShape) -> ValueShape { .open(value, minimum: 0) }

    static func list(_ element: ValueShape) -> ValueShape { .list(element, minimum: 1, maximum: nil) }
}
