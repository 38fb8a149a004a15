import Expressions
import JSON
import Source
import Testing
import YAML

@testable import WorkflowModel

@Suite("Each operator accepts the right values and rejects the wrong values")
struct OperatorTests {
    @Test(
        "expectations that are met",
        arguments: [
            ("0", "0"), ("0.0", "0"), ("'0'", "\"0\""), ("null", "null"), ("[1, a]", "[1,\"a\"]"), ("'NO'", "\"NO\""),
            ("{equals: {a: 1, b: 2}}", "{\"b\":2,\"a\":1.0}"), ("{not_equals: 1}", "2"), ("{contains: b}", "\"abc\""),
            ("{contains: 2}", "[1,2]"), ("{matches: '^\\d+$'}", "\"123\""),
            ("{matches: b}", "\"abc\""),
            ("{exists: true}", "null"), ("{type: string}", "\"\""), ("{type: integer}", "1.0"),
            ("{type: number}", "1.5"),
            ("{type: 'null'}", "null"), ("{one_of: [1, 2]}", "2"), ("{gt: 1}", "1.0000000000000000001"),
            ("{gte: 1}", "1"),
            ("{lt: 2}", "1e0"), ("{lte: 1}", "1"), ("{length: 3}", "\"a😀b\""), ("{length: 2}", "[1,2]"),
            ("{length: 1}", "{\"a\":1}"),
            ("{length: {gt: 1, lt: 3}}", "[1,2]"), ("{gt: 1, lt: 3}", "2"),
            ("{after: now, before: now + 15m}", "\"Wed Nov 15 03:48:00 IST 2023\""),
            ("{after: now - 1s}", "1700000000"),
            ("{before: 2030-01-01T00:00:00Z}", "\"2023-11-14T22:13:20+05:30\""), ("{equals: '${{ vars.n }}'}", "7"),
            ("{between: [1, 2]}", "1"), ("{between: [1, 2]}", "2.0"), ("{not_contains: x}", "\"abc\""),
            ("{not_contains: 1}", "[2,3]"), ("{starts_with: a, ends_with: c}", "\"abc\""),
            ("{starts_with: 12}", "\"123\""), ("{is_null: true}", "null"), ("{is_null: false}", "0"),
            ("{is_empty: true}", "\"\""), ("{is_empty: true}", "[]"), ("{is_empty: true}", "{}"),
            ("{is_empty: false}", "[0]"),
            ("{each: {type: integer, gt: 0}}", "[1,2.0]"), ("{each: 1}", "[1,1.0]"), ("{any: {gt: 1}}", "[0,2]"),
            ("{any: a}", "[\"b\",\"a\"]"), ("{contains_object: {a: 1}}", "{\"b\":2,\"a\":1}"),
            ("{contains_object: {a: {b: [1]}}}", "{\"a\":{\"b\":[1],\"c\":2}}"), ("{not: 1}", "2"),
            ("{not: {contains: x}}", "\"abc\""), ("{all_of: [{gt: 1}, 2]}", "2"), ("{any_of: [1, {gt: 5}]}", "6"),
            ("{format: uuid}", "\"1b4e28ba-2fa1-41d2-883f-0016d3cca427\""), ("{format: digits}", "\"0123\""),
            ("{format: date_time}", "\"2026-05-22T16:04:04.123+05:30\""), ("{format: date}", "\"2024-02-29\""),
            ("{format: api_time}", "\"Fri May 22 16:04:04 IST 2026\""), ("{format: jwt}", "\"eyJh.eyJz.s-_ig\""),
            ("{format: mobile}", "\"9002336768\""), ("{format: hex}", "\"00fF\""), ("{format: base64}", "\"YWI=\""),
            ("{format: email}", "\"a.b@c.in\""), ("{format: url}", "\"https://eko.in/a?b\""),
            ("{format: json}", "\"{}\""),
        ])
    func holding(_ expectation: String, _ actual: String) throws {
        #expect(try mismatches(expectation, actual) == [])
    }

    @Test(
        "expectations that are not met",
        arguments: [
            ("0", "\"0\"", "0"), ("'0'", "0", "\"0\""), ("true", "\"true\"", "true"),
            ("{not_equals: 1}", "1.0", "anything but 1"),
            ("{contains: x}", "\"abc\"", "a string that contains \"x\""),
            ("{contains: 1}", "[\"1\"]", "a list that contains 1"),
            ("{contains: 1}", "{}", "a string or a list that contains 1"),
            ("{matches: '^b'}", "\"abc\"", "a string that matches ^b"),
            ("{matches: '1'}", "1", "a string that matches 1"), ("{exists: false}", "null", "not to be there"),
            ("{type: integer}", "1.5", "a value of type integer"), ("{one_of: [1, 2]}", "3", "one of 1, 2"),
            ("{gt: 1}", "1", "a number greater than 1"), ("{lt: 1}", "\"0\"", "a number less than 1"),
            ("{gte: 12345678901234567891}", "12345678901234567890", "a number of at least 12345678901234567891"),
            ("{length: 2}", "\"a\"", "length: 2"),
            ("{length: 2}", "2", "a string, a list or an object, to count its length"),
            (
                "{format: api_time}", "\"Mon May 22 16:04:04 IST 2026\"",
                "a time in the API's form, for example Fri May 22 16:04:04 IST 2026"
            ),
            ("{before: now}", "\"Wed Nov 15 03:48:00 IST 2023\"", "a time before 2023-11-14T22:13:20.000Z"),
            ("{after: now}", "\"soon\"", "a time after 2023-11-14T22:13:20.000Z"),
            ("{between: [1, 2]}", "2.1", "a number from 1 to 2"),
            ("{between: [1, 2]}", "\"1\"", "a number from 1 to 2"),
            ("{not_contains: b}", "\"abc\"", "a string without \"b\""),
            ("{not_contains: 1}", "[1.0]", "a list without 1"),
            ("{not_contains: 1}", "1", "a string or a list without 1"),
            ("{not_contains: 1}", "[2,\"1\"]", "a list without 1, of the same type"),
            ("{starts_with: b}", "\"abc\"", "a string that starts with \"b\""),
            ("{ends_with: ab}", "\"abc\"", "a string that ends with \"ab\""),
            ("{starts_with: 1}", "12", "a string that starts with \"1\""), ("{is_null: true}", "0", "null"),
            ("{is_null: false}", "null", "a value that is not null"),
            ("{is_empty: true}", "\" \"", "an empty string, list or object"),
            ("{is_empty: true}", "0", "an empty string, list or object"),
            ("{is_empty: false}", "[]", "a string, list or object with something in it"),
            ("{each: {gt: 1}}", "[2,1]", "every element: a number greater than 1"),
            ("{each: 1}", "[]", "a list with elements"),
            ("{any: {gt: 1}}", "[0,1]", "an element: { gt: 1 }"), ("{any: a}", "\"a\"", "a list with an element: a"),
            ("{contains_object: {a: 1}}", "{\"a\":2}", "an object with {\"a\":1}"),
            ("{contains_object: {a: 1}}", "[1]", "an object with {\"a\":1}"),
            ("{not: 1}", "1.0", "not 1"), ("{not: {contains: b}}", "\"abc\"", "not { contains: b }"),
            ("{all_of: [{gt: 1}, 2]}", "3", "2"), ("{any_of: [1, {gt: 5}]}", "2", "1, or a number greater than 5"),
            ("{format: uuid}", "\"1b4e28ba2fa141d2883f0016d3cca427\"", "a UUID"),
            ("{format: digits}", "\"\"", "digits only"),
            ("{format: digits}", "1", "digits only"),
            ("{format: jwt}", "\"a.b\"", "a JSON Web Token: three parts in base64url, joined by points"),
            ("{format: date}", "\"2025-02-29\"", "a date, for example 2026-05-22"),
            ("{format: base64}", "\"YWI\"", "base64 (RFC 4648)"),
            ("{format: email}", "\"a@b\"", "an e-mail address"),
            ("{format: url}", "\"ftp://a\"", "an http or https URL"),
            ("{format: hex}", "\"0x1\"", "hexadecimal digits only"),
            ("{format: mobile}", "\"+919002336768\"", "a mobile number of 10 digits"),
            (
                "{format: api_time}", "\"2026-05-22\"",
                "a time in the API's form, for example Fri May 22 16:04:04 IST 2026"
            ),
            ("{format: json}", "\"{\"", "a string that contains JSON"),
        ])
    func notHolding(_ expectation: String, _ actual: String, _ expected: String) throws {
        #expect(try mismatches(expectation, actual) == [expected])
    }

    @Test(
        "'not' is not met by a value that its operator cannot judge",
        arguments: [
            ("{not: {gt: 5}}", "\"a\""), ("{not: {contains: x}}", "{}"), ("{not: {matches: '^1'}}", "1"),
            ("{not: {before: now}}", "\"soon\""), ("{not: {length: 2}}", "2"), ("{not: {between: [1, 2]}}", "null"),
            ("{not: {starts_with: a}}", "1"), ("{not: {is_empty: true}}", "0"), ("{not: {each: 1}}", "1"),
            ("{not: {any: 1}}", "1"), ("{not: {format: uuid}}", "1"), ("{not: {not_contains: a}}", "1"),
        ])
    func notOfWrongType(_ expectation: String, _ actual: String) throws {
        #expect(try mismatches(expectation, actual).count == 1)
    }

    @Test("an operand that is not a number is an error, not a failure")
    func operandOfWrongType() {
        #expect(throws: EvaluationError.self) { try mismatches("{not: {gt: \"${{ env.name }}\"}}", "1") }
    }

    @Test(
        "a missing value meets only 'exists: false'",
        arguments: [
            ("{exists: false}", true), ("{exists: true}", false), ("{not_equals: 1}", false), ("null", false),
            ("{contains: a}", false),
            ("{type: 'null'}", false), ("{length: 0}", false), ("{lt: 1}", false), ("{not: 1}", false),
            ("{is_null: true}", false), ("{is_null: false}", false), ("{is_empty: true}", false),
            ("{not_contains: a}", false),
            ("{any_of: [1, {exists: false}]}", true), ("{each: 1}", false),
        ])
    func missing(_ expectation: String, _ holds: Bool) throws {
        #expect(try mismatches(expectation, nil).isEmpty == holds)
    }

    @Test(
        "a negated comparison of two types never passes",
        arguments: [
            ("{not: '0'}", "0"), ("{not_equals: '1623'}", "1623"), ("{not: {one_of: ['0', '-1']}}", "0"),
            ("{not: {one_of: ['0', 5]}}", "0"), ("{not_contains: '3'}", "[3,1,2]"), ("{each: {not: '1'}}", "[1,2]"),
            ("{not: 'true'}", "true"), ("{not: 'null'}", "null"), ("{not_equals: '0.1'}", "0.1"),
            ("{not: {any: '1'}}", "[1]"),
            ("{not: {contains_object: {a: '1'}}}", "{\"a\":1}"), ("{not: {same_elements: ['1']}}", "[1]"),
            ("{not: {gt: 5}}", "\"7\""), ("{not: ['0']}", "[0]"), ("{not: {any_of: ['0', 5]}}", "0"),
            ("{not: a}", "null"),
            ("{not: {length: 2}}", "5"), ("{not: {contains_all: ['1']}}", "[1]"), ("{not: {between: [1, 2]}}", "\"3\""),
        ])
    func negatedTypes(_ expectation: String, _ actual: String) throws {
        #expect(try !mismatches(expectation, actual).isEmpty)
    }

    @Test(
        "a negated comparison of one type is judged, and null is no type to be compared with",
        arguments: [
            ("{not: '1'}", "\"0\""), ("{not: null}", "0"), ("{not: {type: string}}", "0"), ("{not: [1]}", "[2]"),
            ("{not_equals: 1}", "2"), ("{not_contains: '3'}", "[\"1\"]"), ("{not_contains: 3}", "[]"),
            ("{not: {same_elements: [1, 2]}}", "[1]"), ("{not: {contains_object: {a: 1}}}", "{\"a\":2}"),
        ])
    func negatedValues(_ expectation: String, _ actual: String) throws {
        #expect(try mismatches(expectation, actual).isEmpty)
    }

    @Test(
        "lists are compared in any order, each element as often as it is there",
        arguments: [
            ("{same_elements: [1, 2, 3]}", "[3,1,2]", true), ("{same_elements: [1, 2, 2]}", "[1,1,2]", false),
            ("{same_elements: [1, 2]}", "[1,2,3]", false), ("{same_elements: []}", "[]", true),
            ("{same_elements: [{a: 1, b: 2}, x]}", "[\"x\",{\"b\":2,\"a\":1.0}]", true),
            ("{contains_all: [1, 2]}", "[3,2,1]", true),
            ("{contains_all: [2, 2]}", "[3,2,1]", false), ("{contains_all: [a, b]}", "\"xbxax\"", true),
            ("{contains_all: [a, c]}", "\"xbxax\"", false),
            ("{contains_object: {list: [{a: 1}, {b: 2}]}}", "{\"list\":[{\"a\":1,\"c\":1},{\"b\":2}]}", true),
            ("{contains_object: {list: [{a: 1}]}}", "{\"list\":[{\"a\":1},{\"b\":2}]}", false),
        ])
    func lists(_ expectation: String, _ actual: String, _ holds: Bool) throws {
        #expect(try mismatches(expectation, actual).isEmpty == holds)
    }

    @Test(
        "texts that look the same are told apart",
        arguments: [
            ("ok", "ok\u{200B}", "zero width space"), ("ok ok", "ok\u{A0}ok", "no-break space"),
            ("ok", "\u{43E}k", "cyrillic"),
            ("é", "e\u{301}", "accent"), ("'x'", "\u{2018}x\u{2019}", "quotation mark"), ("ok", "ok\\n", "line break"),
            ("ok", "ok ", "space at its start or end"),
        ])
    func lookAlikes(_ expected: String, _ actual: String, _ words: String) throws {
        let help = try #require(try allMismatches("\"\(expected)\"", "\"\(actual)\"").first?.help)
        #expect(help.contains(words), "\(help)")
    }

    @Test("texts that anybody can tell apart get no such hint")
    func differentTexts() throws {
        #expect(try allMismatches("ok", "\"no\"").first?.help == nil)
    }

    @Test(
        "a header is compared as a number with a number, and several values are a list",
        arguments: [
            ("{gt: 40}", ["42"], true), ("{gt: 40}", ["4"], false), ("{between: [1, 50]}", ["42"], true),
            ("{lt: 5}", ["a"], false),
            ("{any: b}", ["a", "b"], true), ("{each: {starts_with: a}}", ["a1", "a2"], true),
            ("{length: 2}", ["a", "b"], true),
            ("{contains: b}", ["a", "b"], true), ("{same_elements: [b, a]}", ["a", "b"], true),
            ("{any: a}", ["a"], true),
            ("42", ["42"], true), ("a", ["a", "b"], false), ("{exists: false}", [], true),
        ])
    func headers(_ expectation: String, _ values: [String], _ holds: Bool) throws {
        let (matchers, diagnostics) = try decode(expectation, of: .header)
        #expect(diagnostics.map(\.message) == [])
        let mismatches = try matchers.compactMap {
            try $0.mismatch(ActualValue(header: values), in: TestScope(variables: [:]))
        }
        #expect(mismatches.isEmpty == holds)
    }

    @Test(
        "what can never hold or never fail is found for status codes, headers, lists and lengths",
        arguments: [
            ("{matches: '^2'}", .http, ["never_holds"]), ("{contains: 20}", .http, ["never_holds"]),
            ("{is_null: true}", .http, ["never_holds"]), ("{is_null: false}", .http, ["never_fails"]),
            ("{type: string}", .http, ["never_holds"]), ("{type: integer}", .http, ["never_fails"]),
            ("{exists: true}", .http, ["never_fails"]), ("{exists: false}", .http, ["never_holds"]),
            ("{after: now}", .http, ["never_holds"]), ("{gt: 99}", .http, ["never_fails"]),
            ("{lt: 100}", .http, ["never_holds"]),
            ("{between: [100, 599]}", .http, ["never_fails"]), ("{one_of: [700]}", .http, ["never_holds"]),
            ("{not: 700}", .http, ["never_fails"]), ("{not: {matches: a}}", .http, ["never_holds"]),
            ("{length: {gt: -1}}", .anything, ["never_fails"]), ("{length: {lt: 0}}", .anything, ["never_holds"]),
            ("{length: 1.5}", .anything, ["wrong_operand"]), ("{length: {matches: a}}", .anything, ["never_holds"]),
            ("{is_null: true}", .header, ["never_holds"]), ("{type: integer}", .header, ["never_holds"]),
            ("{contains_object: {a: 1}}", .header, ["never_holds"]), ("null", .header, ["wrong_operand"]),
            ("{gt: 1}", .severalNodes, ["never_holds"]), ("{matches: a}", .severalNodes, ["never_holds"]),
            ("{format: uuid}", .severalNodes, ["never_holds"]), ("{before: now}", .severalNodes, ["never_holds"]),
            ("{type: array}", .severalNodes, ["never_fails"]), ("{is_null: true}", .severalNodes, ["never_holds"]),
            ("{between: [200, 299]}", .http, []), ("{not: {between: [200, 299]}}", .http, []),
            ("{gte: 500}", .http, []),
            ("{starts_with: a}", .header, []), ("{exists: true}", .header, []), ("{is_empty: true}", .header, []),
            ("{exists: true}", .severalNodes, []), ("{length: {gt: 0}}", .severalNodes, []),
            ("{each: {gt: 1}}", .severalNodes, []),
        ] as [(String, KnownActual, [String])])
    func neverOrAlways(_ expectation: String, _ actual: KnownActual, _ ids: [String]) throws {
        #expect(try decode(expectation, of: actual).diagnostics.map(\.id.rawValue) == ids)
    }

    @Test("comparing a number with a string gives a hint")
    func typeHint() throws {
        let mismatch = try #require(try allMismatches("'0'", "0").first)
        #expect(mismatch.help == "the response has a number, the workflow a string: write 0 without quotes")
    }

    @Test("if the value comes from an expression, the hint points to the place that sets it")
    func typeHintOfExpression() throws {
        let text = try #require(try allMismatches("'${{ 1 }}'", "\"1\"").first)
        #expect(
            text.help
                == "the response has a string, the expression gives a number: convert it with string(…)")
        let number = try #require(try allMismatches("\"${{ '1' }}\"", "1").first)
        #expect(
            number.help
                == "the response has a number, the expression gives a string: convert it with number(…)")
    }

    @Test(
        "invalid operands are found before the run",
        arguments: [
            ("{equal: 1}", "unknown_operator"), ("{gt: a}", "wrong_operand"), ("{matches: '('}", "invalid_pattern"),
            ("{type: text}", "wrong_type"), ("{one_of: 1}", "wrong_operand"), ("{one_of: []}", "wrong_operand"),
            ("{exists: maybe}", "wrong_type"), ("{length: long}", "wrong_operand"), ("{before: soon}", "wrong_operand"),
            ("{before: now + soon}", "wrong_operand"), ("{}", "nothing_expected"), ("{length: {}}", "nothing_expected"),
            ("{contains: }", "wrong_operand"), ("{contains: ''}", "never_fails"), ("{not_contains: ''}", "never_holds"),
            ("{starts_with: ''}", "never_fails"), ("{not_contains: }", "wrong_operand"),
        ])
    func invalidOperands(_ expectation: String, _ id: String) throws {
        #expect(try decode(expectation).diagnostics.map(\.id.rawValue) == [id])
    }

    @Test(
        "an operand that can never be equal is an error that says what follows, by the negations around it",
        arguments: [
            ("1", .severalNodes, ["never_holds"]), ("{not: 1}", .severalNodes, ["never_fails"]),
            ("{not: {not_equals: 1, equals: 2}}", .severalNodes, ["never_holds", "never_fails"]),
            ("{not: {not: 1, equals: 2}}", .severalNodes, ["never_holds", "never_fails"]),
            ("{not_equals: 1, equals: 2}", .severalNodes, ["never_fails", "never_holds"]),
            ("{not: {all_of: [{length: {not: a}}, 2]}}", .severalNodes, ["never_holds", "never_fails"]),
            ("{any: {equals: 1, length: a}, equals: 2}", .severalNodes, ["wrong_operand", "never_holds"]),
            ("{one_of: [1, [2]]}", .severalNodes, []), ("{contains: 1, equals: 2}", .severalNodes, ["never_holds"]),
            ("a", .http, ["never_holds"]), ("{not_equals: a}", .http, ["never_fails"]),
            ("{length: {gt: 1}, equals: 2}", .header, []),
        ] as [(String, KnownActual, [String])])
    func neverEqual(_ expectation: String, _ kind: KnownActual, _ ids: [String]) throws {
        #expect(try decode(expectation, of: kind).diagnostics.map(\.id.rawValue) == ids)
    }

    private func mismatches(_ expectation: String, _ actual: String?) throws -> [String] {
        try allMismatches(expectation, actual).map(\.expected)
    }

    private func allMismatches(_ expectation: String, _ actual: String?) throws -> [Mismatch] {
        let (matchers, diagnostics) = try decode(expectation)
        #expect(diagnostics.map(\.message) == [])
        let value = try actual.map { ActualValue(try parseJSON(Array($0.utf8))) } ?? ActualValue(missing: nil)
        return try matchers.compactMap { try $0.mismatch(value, in: TestScope(variables: ["n": 7])) }
    }

    private func decode(
        _ expectation: String, of actual: KnownActual = .anything
    ) throws -> (matchers: [any Matcher], diagnostics: [Diagnostic]) {
        let file = SourceFile(path: "test.yml", text: "status: \(expectation)\n")
        let entry = try #require(parseYAML(file).root?.mapping?.first)
        var names = NameScope()
        names.addVariable("n")
        var context = DecodingContext(names: names)
        let matchers = context.matchers(entry, actual.isHeader ? .text : .open)
        let problems = matchers.flatMap { $0.problems(actual, in: LiteralScope()) }.map(\.diagnostic)
        return (matchers.map(\.matcher), context.diagnostics + problems)
    }
}
