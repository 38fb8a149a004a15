import Expressions
import JSON
import Source
import Times
import YAML

extension DecodingContext {
    static let expectKeys = [
        KeySpec("http", .named("status"), "the status code, for example 200"),
        KeySpec("within", .duration, "the longest time that the request and its response may take, for example 3s"),
        KeySpec("headers", .open(.named("expected"), minimum: 1), "header names and what is expected of each"),
        KeySpec(
            "body", .open(.named("expected"), minimum: 1),
            "paths into the JSON body (data.items[0].id, or a JSONPath that starts with $) and what is expected at each"
        ),
        KeySpec(
            "text", .named("expected"),
            "what is expected of the body as text, for example { contains: Welcome }; it need not be JSON"),
        KeySpec("bytes", .mapping(bytesKeys), "what is expected of the bytes of the body; it need not be JSON"),
        KeySpec(
            "outcome", .choice(["any"]),
            "any: a refusal passes too; if left out, a documented operation must answer its documented success, for most http: 200 and status: 0"
        ),
        KeySpec("contract", .choice(["ok"]), "ok: the answer is as the API documents it"),
    ]

    /// Reads the `expect` of a step. Its expressions can use the step's own exchange.
    mutating func expectations(_ entry: YAMLEntry) -> StatedExpectations {
        if let status = entry.value.scalar.flatMap({ Int($0.text) }) {
            report(
                .wrongKind(entry, expected: "a mapping with the keys of 'expect'", help: "write { http: \(status) }"))
            return StatedExpectations()
        }
        guard let mapping = mapping(entry.value, key: entry.key, keys: Self.expectKeys, subject: "'expect'") else {
            return StatedExpectations()
        }
        if mapping.all.isEmpty {
            report(.nothingExpected(at: entry.value.range))
        }
        names.place = .exchange
        defer { names.place = .beforeSteps }
        var stated = StatedExpectations()
        stated.acceptsAnyOutcome = mapping["outcome"].flatMap { choice($0, of: ["any"]) } != nil
        stated.expectations = mapping.all.flatMap { part -> [Expectation] in
            switch part.key.value {
            case "http": http(part)
            case "within": within(part)
            case "headers": headers(part)
            case "body": body(part)
            case "text": expectations(.text, part, .text)
            case "bytes": bytes(part)
            case "contract": contract(part)
            default: []
            }
        }
        return stated
    }

    private mutating func http(_ entry: YAMLEntry) -> [Expectation] {
        if let scalar = entry.value.scalar, !scalar.text.utf8.contains(UInt8(ascii: "{")),
            scalar.style != .plain || !(Int(scalar.text).map { 100...599 ~= $0 } ?? false)
        {
            report(.notAStatusCode(scalar, at: entry.rangeToBlame))
            return []
        }
        return expectations(.http, entry, .open)
    }

    private mutating func within(_ entry: YAMLEntry) -> [Expectation] {
        if let operand = entry.value.mapping?.first, ["lt", "lte", "max"].contains(operand.key.value),
            let text = operand.value.scalar?.text
        {
            report(.wrongKind(entry, expected: "the longest time", help: "write \(text)"))
            return []
        }
        guard let limit = duration(entry) else { return [] }
        return [Expectation(.within, WithinMatcher(limit: limit), at: entry.value.range)]
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
        return headers.flatMap { expectations(.header($0.key.value.lowercased()), $0, .text) }
    }

    private mutating func body(_ entry: YAMLEntry) -> [Expectation] {
        let members = openMapping(entry, of: "paths into the body")
        if entry.value.mapping != nil, members.isEmpty { report(.nothingExpected(at: entry.value.range)) }
        return members.flatMap { member -> [Expectation] in
            // The schema of the whole body; a member of this name is $.schema.
            if member.key.value == "schema" {
                let whole = Expectation.Subject.body(.members(MemberPath(segments: [])))
                return schema(member).map {
                    [
                        Expectation(
                            whole, SchemaMatcher(schema: $0, range: member.key.range), at: member.rangeToBlame,
                            of: member.key.range)
                    ]
                } ?? []
            }
            guard let path = bodyPath(member.key, place: keyLocator(member.key)) else { return [] }
            return expectations(.body(path), member, .open)
        }
    }

    private mutating func contract(_ entry: YAMLEntry) -> [Expectation] {
        guard choice(entry, of: ["ok"]) != nil else { return [] }
        return [Expectation(.contract, ContractMatcher(), at: entry.value.range)]
    }

    mutating func expectations(
        _ subject: Expectation.Subject, _ entry: YAMLEntry, _ reading: OperandReading
    ) -> [Expectation] {
        checkForeignOperands(entry)
        return matchers(entry, reading).map { Expectation(subject, $0.matcher, at: $0.range, of: entry.key.range) }
    }
}

/// Holds for an answer that is as documented. The actual value is the list of its deviations.
struct ContractMatcher: Matcher {
    var readsCharacters: Bool { false }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) -> Mismatch? {
        actual.value == .array([]) ? nil : Mismatch(expected: "an answer as documented")
    }
}

/// Checks that the exchange took at most `limit`. The actual value is in milliseconds.
struct WithinMatcher: Matcher {
    let limit: Duration

    var readsCharacters: Bool { false }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) -> Mismatch? {
        guard case .number(let milliseconds)? = actual.value, milliseconds.double <= limit.milliseconds else {
            return Mismatch(expected: "at most \(limit.shortText)")
        }
        return nil
    }
}

extension Diagnostic {
    static func nothingExpected(at range: SourceRange, help: String? = nil) -> Diagnostic {
        .error(.nothingExpected, "this expects nothing, so it could never fail", at: range, help: help)
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
