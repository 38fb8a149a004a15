import JSON
import YAMLSource

/// What stands between `${{` and `}}`.
package indirect enum Expression: Sendable {
    case literal(JSONValue)
    case reference(Reference)
    case call(FunctionCall)
}

/// A dotted path to a value, such as `steps.send.tid`.
package struct Reference: Sendable {
    package enum Root: String, CaseIterable, Sendable {
        case vars
        case steps
        case env
        case run
        case request
        case response
    }

    package let root: Root
    package let path: BodyPath
    package let range: SourceRange

    /// As it is written: `steps.send.tid`.
    package var text: String { path.text.isEmpty ? root.rawValue : "\(root.rawValue).\(path.text)" }
}

/// A call of one of the language's functions.
package struct FunctionCall: Sendable {
    package let function: ExpressionFunction
    package let arguments: [Expression]
    package let range: SourceRange
}
