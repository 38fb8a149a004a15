import Expressions
import JSON
import Source
import Times
import YAML

extension DecodingContext {
    static let expectKeys = [
        KeySpec("http", .named("status"), "the status code, such as 200"),
        KeySpec("within", .duration, "the longest time that the exchange may take, such as 3s"),
        KeySpec("headers", .open(.named("expected"), minimum: 1), "header names and what is expected of each"),
        KeySpec(
            "body", .open(.named("expected"), minimum: 1),
            "paths into the JSON body (data.items[0].id, or a JSONPath that starts with $) and what is expected at each"
        ),
    ]

    /// Reads the `expect` of a step. Its expressions can use the step's own exchange.
    mutating func expectations(_ entry: YAMLEntry) -> [Expectation] {
        if let status = entry.value.scalar.flatMap({ Int($0.text) }) {
            report(
                .wrongKind(entry, expected: "a mapping with the keys of 'expect'", help: "write { http: \(status) }"))
            return []
        }
        guard let mapping = mapping(entry.value, key: entry.key, keys: Self.expectKeys, subject: "'expect'") else {
            return []
        }
        if mapping.all.isEmpty {
            report(.nothingExpected(at: entry.value.range))
        }
        names.place = .exchange
        defer { names.place = .beforeSteps }
        return mapping.all.flatMap { part -> [Expectation] in
            switch part.key.value {
            case "http": http(part)
            case "within": within(part)
            case "headers": headers(part)
            case "body": body(part)
            default: []
            }
        }
    }

    private mutating func http(_ entry: YAMLEntry) -> [Expectation] {
        if let scalar = entry.value.scalar, !scalar.text.contains("${{"),
            scalar.style != .plain || !(Int(scalar.text).map { 100...599 ~= $0 } ?? false)
        {
            report(.notAStatusCode(scalar, at: entry.rangeToBlame))
            return []
        }
        return expectations(.http, entry, of: .number)
    }

    private mutating func within(_ entry: YAMLEntry) -> [Expectation] {
        if let operand = entry.value.mapping?.first, ["lt", "lte", "max"].contains(operand.key.value),
            let text = operand.value.scalar?.text
        {
            report(.wrongKind(entry, expected: "the longest time", help: "write \(text)"))
            return []
        }
        guard let limit = duration(entry) else { return [] }
        return [Expectation(subject: .within, matcher: WithinMatcher(limit: limit), range: entry.value.range)]
    }

    private mutating func headers(_ entry: YAMLEntry) -> [Expectation] {
        let headers = openMapping(entry, of: "header names")
        if entry.value.mapping != nil, headers.isEmpty { report(.nothingExpected(at: entry.value.range)) }
        for header in headers {
            if let name = ReservedNames.commonHeader(like: header.key.value) {
                report(
                    .warning(
                        .invalidHeader, "'\(header.key.value)' is not the header '\(name)'", at: header.key.range,
                        help: "did you mean '\(name)'?"))
            }
        }
        return headers.flatMap { expectations(.header($0.key.value.lowercased()), $0, of: .text) }
    }

    private mutating func body(_ entry: YAMLEntry) -> [Expectation] {
        let members = openMapping(entry, of: "paths into the body")
        if entry.value.mapping != nil, members.isEmpty { report(.nothingExpected(at: entry.value.range)) }
        return members.flatMap { member -> [Expectation] in
            guard let path = bodyPath(member.key, place: keyLocator(member.key)) else { return [] }
            return expectations(.body(path), member, of: path.selectsSeveral ? .list : .anything)
        }
    }

    private mutating func expectations(
        _ subject: Expectation.Subject, _ entry: YAMLEntry, of kind: KnownActual.Kind
    ) -> [Expectation] {
        checkForeignOperands(entry)
        return matchers(entry, of: KnownActual(kind)).map {
            Expectation(subject: subject, matcher: $0.matcher, range: $0.range)
        }
    }

    /// What a step without `expect` expects: a response of the API that reports success.
    static func defaultExpectations(at range: SourceRange) -> [Expectation] {
        [
            Expectation(
                subject: .http, matcher: EqualsMatcher(operand: .literal(200)), range: range, isDefault: true),
            Expectation(
                subject: .body(.members(MemberPath(segments: [.member("status")]))),
                matcher: EqualsMatcher(operand: .literal(0)), range: range, isDefault: true),
        ]
    }
}

/// Checks that the exchange took at most `limit`. The actual value is in milliseconds.
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
    static func nothingExpected(at range: SourceRange) -> Diagnostic {
        .error(.nothingExpected, "this expects nothing, so it could never fail", at: range)
    }

    fileprivate static func notAStatusCode(_ scalar: YAMLScalar, at range: SourceRange) -> Diagnostic {
        let isQuoted = scalar.style != .plain && Int(scalar.text) != nil
        let comparison = ComparisonInText(scalar.text)
        let bare = scalar.text.hasSuffix(",") ? Int(scalar.text.dropLast()) : nil
        let isRange = scalar.text.count == 3 && scalar.text.lowercased().hasSuffix("xx")
        return .error(
            .wrongType, "'http' is a status code, a number from 100 to 599", at: range,
            help: isQuoted
                ? "remove the quotes"
                : isRange
                    ? "write { between: [\(scalar.text.prefix(1))00, \(scalar.text.prefix(1))99] }"
                    : (comparison?.replacement ?? bare.map(String.init)).map { "write \($0)" })
    }
}
