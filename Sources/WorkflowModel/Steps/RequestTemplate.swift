import JSON
import YAMLSource

/// The request of a step, in which expressions still stand. Each step kind is a way to write one.
package struct RequestTemplate: Sendable {
    package let method: String
    /// Below the environment's base URL; starts with `/`.
    package let path: ValueTemplate
    package let query: [RequestParameter]
    /// Nil where the request has no body.
    package let body: [RequestParameter]?
    package let headers: [RequestParameter]
    package let effect: SideEffect
}

/// What sending a request does in the world.
package enum SideEffect: Sendable, Equatable {
    /// Only reads.
    case none
    /// Texts the person whose number the parameter holds, and costs money.
    case textsPerson(parameter: String)
    /// Changes something else.
    case changesState
}

/// One value of a request, by its name in the API.
package struct RequestParameter: Sendable {
    package let name: String
    package let value: ValueTemplate
    /// Nil where anything goes.
    package let format: ParameterFormat?
    package let range: SourceRange

    init(name: String, value: ValueTemplate, format: ParameterFormat? = nil, range: SourceRange) {
        self.name = name
        self.value = value
        self.format = format
        self.range = range
    }
}

/// What the API takes for a text parameter.
package enum ParameterFormat: Sendable, Equatable {
    case nonEmpty
    case digits(count: Int)
    case atMost(characters: Int)

    /// Nil where the value fits; otherwise what is expected, to complete "expected …".
    package func violation(_ value: JSONValue) -> String? {
        let text = value.writtenOut
        switch self {
        case .nonEmpty: return text.isEmpty ? "a text that is not empty" : nil
        case .digits(let count):
            let fits = text.utf8.count == count && ByteSet.digits.containsAll(of: text)
            return fits ? nil : "\(count) digits"
        case .atMost(let characters):
            // A text has no more characters than bytes, and bytes are counted already.
            let fits = !text.isEmpty && (text.utf8.count <= characters || text.count <= characters)
            return fits ? nil : "1 to \(characters) characters"
        }
    }
}
