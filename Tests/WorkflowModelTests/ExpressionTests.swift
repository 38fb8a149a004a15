import Expressions
import JSON
import Source
import Testing
import Times
import YAML

@testable import WorkflowModel

@Suite("Expressions are checked before the run and evaluated during the run")
struct ExpressionTests {
    @Test(
        "a value that is just an expression keeps its type; inside other text it becomes text",
        arguments: [
            ("${{ vars.n }}", 7 as JSONValue), ("n=${{ vars.n }}!", "n=7!"), ("${{ 'it''s' }}", "it's"),
            ("${{ true }}", true),
            ("${{ null }}", .null), ("${{ -1.50 }}", .number(JSONNumber("-1.50")!)),
            ("${{now()}}", "2023-11-14T22:13:20.000Z"),
            ("${{ unique_ref('Q') }}", "Q-ref"), ("${{ vars.n }}${{ vars.n }}", "77"), ("${{ env.name }}", "test"),
            ("${{ uuid() }}", "fedcba98-7654-4210-bedc-ba9876543210"), ("${{ now_ms() }}", 1_700_000_000_000),
            ("${{ random_digits(3) }}", "000"),
            ("${{ vars.n == 7.0 }}", true), ("${{ vars.n == '8' }}", false), ("${{ vars.n != 8 }}", true),
            ("${{ vars.n<8 }}", true), ("${{ vars.n >= 7 && vars.n <= 7 }}", true), ("${{ 'b' > 'a' }}", true),
            ("${{ !(vars.n > 8) }}", true), ("${{ !!true }}", true), ("${{ false && vars.n || true }}", true),
            ("${{ true || false && false }}", true), ("${{ (true || false) && false }}", false),
            ("${{ 12345678901234567890 == 12345678901234567891 }}", false), ("${{ null == false }}", false),
            ("${{ 'é' == 'e\u{301}' }}", false),
        ])
    func values(_ text: String, _ expected: JSONValue) throws {
        #expect(try evaluate(text) == expected)
    }

    @Test(
        "a problem is reported with its ID, at the right characters",
        arguments: [
            ("${{ vars.missing }}", "undefined_variable", 4..<16), ("${{ var.n }}", "unknown_name", 4..<7),
            ("${{ uniqe_ref() }}", "unknown_function", 4..<13), ("${{ now(1) }}", "wrong_arity", 4..<10),
            ("${{ vars }}", "incomplete_reference", 4..<8), ("${{ steps.send.tid }}", "undefined_step", 4..<18),
            ("${{ response.http }}", "no_exchange", 4..<17), ("${{ env.secret }}", "unknown_name", 4..<14),
            ("${{ }}", "expression_syntax", 0..<6), ("${{ vars.n", "expression_syntax", 0..<3),
            ("${{ vars.n n }}", "expression_syntax", 11..<12), ("${{ 'open }}", "expression_syntax", 4..<10),
            ("${{ unique_ref('a' }}", "expression_syntax", 4..<19), ("${{ now }}", "unknown_name", 4..<7),
            ("${{ \(String(repeating: "now(", count: 40)) }}", "expression_syntax", 132..<136),
            ("a ${{ vars.x }} b", "undefined_variable", 6..<12),
            ("${{ vars.n = 1 }}", "expression_syntax", 11..<12),
            ("${{ vars.n and true }}", "expression_syntax", 11..<14),
            ("${{ vars.n == 1 == 2 }}", "expression_syntax", 16..<18), ("${{ (true }}", "expression_syntax", 4..<5),
            ("${{ true && }}", "expression_syntax", 11..<12), ("${{ 1 && true }}", "not_true_or_false", 4..<5),
            ("${{ !now() }}", "not_true_or_false", 4..<10), ("${{ vars.n === 1 }}", "expression_syntax", 11..<14),
            ("${{ 12ab }}", "expression_syntax", 4..<8), ("${{ case.a }}", "undefined_case_field", 4..<10),
            ("${{ \(String(repeating: "!", count: 40))true }}", "expression_syntax", 36..<37),
        ])
    func problems(_ text: String, _ id: String, _ columns: Range<Int>) throws {
        let file = SourceFile(path: "test.yml", text: "'\(text.replacing("'", with: "''"))'\n")
        var context = DecodingContext(names: names)
        _ = context.openValue(try #require(parseYAML(file).root))
        let diagnostic = try #require(context.diagnostics.first)
        #expect(context.diagnostics.count == 1)
        #expect(diagnostic.id.rawValue == id)
        // A doubled quote hides the location of a part in the line, so the whole scalar is reported.
        if !text.contains("'") {
            #expect(diagnostic.range.map { $0.start.column - 2..<$0.end.column - 2 } == columns)
        }
    }

    @Test("only captures of earlier steps can be used")
    func steps() {
        let text = """
            steps:
              - id: a
                call: {method: GET, path: "/${{ steps.b.x }}"}
                capture: {x: data.x}
              - id: b
                call: {method: GET, path: "/${{ steps.a.x }}/${{ steps.a.y }}"}
            """
        #expect(
            decodeWorkflow(text).diagnostics.map(\.brief) == [
                "step_runs_later 3:37-3:46", "undefined_capture 6:54-6:63",
            ])
    }

    @Test("a variable can refer to earlier variables, not to later ones")
    func variables() {
        let text =
            "vars: {a: 1, b: '${{ vars.a }}', c: '${{ vars.d }}', d: 2}\nsteps: [{call: {method: GET, path: /}}]\n"
        #expect(decodeWorkflow(text).diagnostics.map(\.brief) == ["undefined_variable 1:42-1:48"])
    }

    @Test("a chain of twenty thousand operands works")
    func longChain() throws {
        let chain = [String](repeating: "vars.n == 7", count: 20_000).joined(separator: " && ")
        #expect(try evaluate("${{ \(chain) }}") == true)
    }

    @Test(
        "comparing values that cannot be compared is an error, not false",
        arguments: ["vars.n == '7'", "vars.n != '7'", "vars.n < 'a'", "null > 1", "true >= true", "vars.n && true"])
    func noOrder(_ text: String) {
        #expect(throws: EvaluationError.self) { try evaluate("${{ \(text) }}") }
    }

    @Test(
        "expressions of other tools are an error, because they would be sent unchanged",
        arguments: [
            ("a {{ name }}", "write ${{ vars.name }}"),
            ("${tid}", "write ${{ vars.tid }}"),
            ("{{vars.x}}", "write ${{ vars.x }}"),
            ("{{ s }} ${{ vars.n }}", "write ${{ vars.s }}"),
            ("${{ vars.n }} ${s} ${{ vars.n }}", "write ${{ vars.s }}"),
            ("${{ vars.n }} {{ s }}", "write ${{ vars.s }}"),
        ])
    func otherBraces(_ text: String, _ help: String) throws {
        let file = SourceFile(path: "test.yml", text: "'\(text)'\n")
        var context = DecodingContext(names: names)
        _ = context.openValue(try #require(parseYAML(file).root))
        #expect(context.diagnostics.map(\.help) == [help])
        #expect(context.diagnostics.map(\.id.rawValue) == ["not_an_expression"])
    }

    @Test("braces that are written by an expression are sent as they are")
    func writtenBraces() throws {
        let file = SourceFile(path: "test.yml", text: "\"${{ '{' }}{ s }} ${{ '$' }}{s}\"\n")
        var context = DecodingContext(names: names)
        _ = context.openValue(try #require(parseYAML(file).root))
        #expect(context.diagnostics.isEmpty)
    }

    @Test(
        "a comment after an expression, and quotes of word processors around it, are told as beside any other text",
        arguments: [
            ("${{ vars.n }} #1", "ambiguous_scalar"), ("a ${{ vars.n }} #1", "ambiguous_scalar"),
            ("\"“${{ vars.n }}”\"", "look_alike_text"), ("\"${{ vars.n }}\u{200B}\"", "look_alike_text"),
        ])
    func besideExpression(_ value: String, _ id: String) throws {
        let file = SourceFile(path: "test.yml", text: "a: \(value)\n")
        var context = DecodingContext(names: names)
        let entry = try #require(parseYAML(file).root?.mapping?.first)
        #expect(context.textValue(entry) != nil)
        #expect(context.diagnostics.map(\.id.rawValue) == [id])
    }

    @Test(
        "a quote that is not closed is told as that",
        arguments: ["${{ 'a }} and ${{ 'b' }}", "${{ 'a }}", "${{ \"a' }}"])
    func openQuote(_ text: String) throws {
        let node = YAMLNode(
            .scalar(YAMLScalar(text, style: .literal)),
            at: SourceRange(file: SourceFile(path: "a", text: text), at: .start))
        var context = DecodingContext(names: names)
        _ = context.openValue(node)
        #expect(context.diagnostics.map(\.message) == ["the closing quote is missing"])
    }

    @Test("other braces are plain text", arguments: ["{}", "{{}}", "${a b}", "a{1}", "$", "\\d{3}"])
    func noExpression(_ text: String) throws {
        let file = SourceFile(path: "test.yml", text: "'\(text)'\n")
        var context = DecodingContext(names: names)
        #expect(context.openValue(try #require(parseYAML(file).root)).literal == .string(text))
        #expect(context.diagnostics.isEmpty)
    }

    private var names: NameScope {
        var names = NameScope()
        names.addVariable("n")
        return names
    }

    private func evaluate(_ text: String) throws -> JSONValue {
        let file = SourceFile(path: "test.yml", text: "\"\(text)\"\n")
        var context = DecodingContext(names: names)
        let template = context.openValue(try #require(parseYAML(file).root))
        #expect(context.diagnostics.map(\.message) == [])
        return try template.evaluate(in: TestScope(variables: ["n": 7]))
    }
}

/// Fixed variables, a stopped clock, and predictable references.
struct TestScope: ExpressionScope {
    var variables: [String: JSONValue] = [:]
    var isRunning = true
    var now = Timestamp(milliseconds: 1_700_000_000_000)
    var randomBits: UInt64 { 0xFEDC_BA98_7654_3210 }

    func value(of reference: Reference) -> ExpressionValue? {
        guard case .member(let name)? = reference.path.segments.first else { return nil }
        return reference.root == .env ? .known("test") : variables[name].map { .known($0) }
    }

    func reasonForNoValue(of reference: Reference) -> String? { nil }

    func uniqueReference(prefix: String) -> String { prefix + "-ref" }
}
