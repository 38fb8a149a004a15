import Expressions
import JSON
import JSONPath
import Source

/// Where an expectation or a capture looks in a JSON body.
package enum BodyPath: Sendable {
    /// Property names joined by dots: `data.items[0].id`.
    case members(MemberPath)
    /// A JSONPath (RFC 9535): `$..tid`.
    case query(JSONPathQuery)

    /// The path as written.
    package var text: String {
        switch self {
        case .members(let path): path.text
        case .query(let query): query.text
        }
    }

    /// Whether it can select more than one node; it then gives the list of their values.
    package var selectsSeveral: Bool {
        if case .query(let query) = self { !query.isSingular } else { false }
    }

    /// The value at the path, or a message that says where the path ends and why. A JSONPath that can select several
    /// nodes gives the list of their values.
    package func resolve(
        in body: JSONValue
    ) throws(JSONPathEvaluationError) -> (value: JSONValue?, obstacle: String?) {
        switch self {
        case .members(let path):
            return path.resolve(in: body)
        case .query(let query):
            let values = try query.values(in: body)
            guard query.isSingular else { return (.array(values), nil) }
            return values.first.map { ($0, nil) } ?? (nil, "the path selects nothing")
        }
    }
}

extension DecodingContext {
    /// Reads a path into the body, from a key or from the value of a capture. `place` gives the place of a part of it.
    mutating func bodyPath(
        _ text: Located<String>, place: @autoclosure () -> (Range<Int>) -> SourceRange
    ) -> BodyPath? {
        if let path = bodyPaths[text.value] { return path }
        let path = parseBodyPath(text, place: place)
        bodyPaths[text.value] = path
        return path
    }

    private mutating func parseBodyPath(
        _ text: Located<String>, place: () -> (Range<Int>) -> SourceRange
    ) -> BodyPath? {
        if let member = text.value.memberAfterDollar {
            return reject(
                .invalidPath, "a JSONPath has a '.' or a '[' after its '$'", at: place()(0..<1),
                help: "write $.\(member), or $['$\(member)'] for a property with the name '$\(member)'")
        }
        if text.value.hasPrefix("$") {
            do {
                return .query(try JSONPathQuery(text.value))
            } catch {
                return reject(.invalidPath, error.message, at: place()(error.range), help: error.help)
            }
        }
        do {
            return .members(try MemberPath(parsing: text.value))
        } catch {
            return reject(
                .invalidPath, error.message, at: text.range,
                help: "a path looks like data.items[0].id, or starts with '$' as a JSONPath")
        }
    }
}

extension String {
    /// `id` of `$id`, which is neither a member's name nor a JSONPath.
    fileprivate var memberAfterDollar: Substring? {
        guard hasPrefix("$") else { return nil }
        let name = dropFirst().prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
        return name.isEmpty || name.endIndex < endIndex ? nil : name
    }
}
