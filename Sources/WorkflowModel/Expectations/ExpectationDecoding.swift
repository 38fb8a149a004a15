import JSON
import YAMLSource

extension DecodingContext {
    static let expectKeys = [
        KeySpec("http", "the status code, such as 200"),
        KeySpec("within", "the longest time that the exchange may take, such as 3s"),
        KeySpec("headers", "header names and what is expected of each"),
        KeySpec("body", "paths into the JSON body and what is expected at each"),
    ]

    /// Reads the `expect` of a step. The step's exchange can be referred to in it.
    mutating func expectations(_ entry: YAMLEntry) -> [Expectation] {
        guard let mapping = mapping(entry.value, keys: Self.expectKeys, subject: "'expect'") else { return [] }
        if mapping.all.isEmpty {
            report(.nothingExpected(at: entry.value.range))
        }
        names.hasExchange = true
        defer { names.hasExchange = false }
        var expectations: [Expectation] = []
        for part in mapping.all {
            switch part.key.value {
            case "http": expectations += self.expectations(.http, part)
            case "within":
                if let limit = duration(part) {
                    expectations.append(
                        Expectation(subject: .within, matcher: WithinMatcher(limit: limit), range: part.value.range))
                }
            case "headers":
                for header in openMapping(part, of: "header names") {
                    expectations += self.expectations(.header(header.key.value.lowercased()), header)
                }
            case "body":
                for member in openMapping(part, of: "paths into the body") {
                    if let path = bodyPath(member.key) { expectations += self.expectations(.body(path), member) }
                }
            default: break
            }
        }
        return expectations
    }

    mutating func bodyPath(_ text: Located<String>) -> BodyPath? {
        guard !text.value.hasPrefix("$") else {
            report(.jsonPathNotSupported(at: text.range))
            return nil
        }
        do {
            return try BodyPath(parsing: text.value)
        } catch {
            report(.invalidPath(error.message, at: text.range))
            return nil
        }
    }

    private mutating func expectations(_ subject: Expectation.Subject, _ entry: YAMLEntry) -> [Expectation] {
        matchers(entry).map { Expectation(subject: subject, matcher: $0.matcher, range: $0.range) }
    }

    /// What a step without `expect` expects: an answer of the API that says success.
    static func defaultExpectations(at range: SourceRange) -> [Expectation] {
        [
            Expectation(subject: .http, matcher: EqualsMatcher(operand: .literal(200)), range: range),
            Expectation(
                subject: .body(BodyPath(segments: [.member("status")])), matcher: EqualsMatcher(operand: .literal(0)),
                range: range),
        ]
    }
}

/// The exchange took at most the time allowed. The actual value is in milliseconds.
struct WithinMatcher: Matcher {
    let limit: Duration

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) -> Mismatch? {
        guard case .number(let milliseconds)? = actual.value, milliseconds.double <= limit.milliseconds else {
            return Mismatch(expected: "at most \(limit.shortText)")
        }
        return nil
    }
}

extension Diagnostic {
    fileprivate static func invalidPath(_ message: String, at range: SourceRange) -> Diagnostic {
        .error("invalid_path", message, at: range, suggestion: "a path looks like data.items[0].id")
    }

    fileprivate static func jsonPathNotSupported(at range: SourceRange) -> Diagnostic {
        .error(
            "invalid_path", "a path cannot start with '$'", at: range, suggestion: "a path looks like data.items[0].id")
    }
}
