import Testing

@testable import RegularExpressions

@Suite("no pattern and no text can hang or crash a match", .timeLimit(.minutes(5)))
struct HostilePatternTests {
    @Test(
        "patterns that take exponential time in backtracking engines",
        arguments: [
            "(a+)+$", "(a*)*b", "(a|a)*b", "(a|aa)+$", "((a*)*)*c", "(.*)(.*)(.*)(.*)x", "(x+x+)+y", "(a?){50}a{50}b",
            "^(([a-z])+.)+[A-Z]([a-z])+$",
        ])
    func backtracking(_ pattern: String) throws {
        let text = String(repeating: "a", count: 20_000) + "!"
        #expect(try !RegularExpression(pattern, dialect: .extended).isFound(in: text))
    }

    @Test(
        "a text of a hundred thousand characters", arguments: [("(a+)+$", true), ("^(a|b)*$", true), ("a{5}b", false)])
    func longText(_ pattern: String, _ isFound: Bool) throws {
        let text = String(repeating: "a", count: 100_000)
        #expect(try RegularExpression(pattern, dialect: .extended).isFound(in: text) == isFound)
    }

    @Test("all matches of one judgement share its budget, and a cancelled task ends a match")
    func budget() async throws {
        let pattern = try RegularExpression("a*a*b", dialect: .extended)
        let text = String(repeating: "a", count: 100_000)
        #expect(try !pattern.isFound(in: text))
        let results = WorkBudget.$current.withValue(WorkBudget(size: 1_000_000)) {
            (0..<20).map { _ in try? pattern.isFound(in: text) }
        }
        #expect(results.first == false && results.last == .some(nil))
        let cancelled = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try? pattern.isFound(in: text)
        }
        #expect(await cancelled.value == nil)
    }

    @Test(
        "a pattern that compiles to too many steps is an error",
        arguments: [
            String(repeating: "a", count: 1_000_000), String(repeating: "a|", count: 1_000_000), "a{20001}",
            "(a{1000}){1000}",
            "(((((a{99}){99}){99}){99}){99}){99}", "a{99999999999999999999}", "a{0,99999999999999999999}",
            String(repeating: "[a]{0}", count: 100_000),
        ])
    func tooLarge(_ pattern: String) throws {
        let error = #expect(throws: RegularExpressionError.self) {
            try RegularExpression(pattern, dialect: .extended)
        }
        #expect(error?.message.hasPrefix("the pattern is too large") == true)
        #expect(error?.range == 0..<pattern.unicodeScalars.count)
    }

    @Test("a pattern just below the size limit works")
    func large() throws {
        let text = String(repeating: "a", count: 4_900)
        #expect(try RegularExpression(text, dialect: .iRegexp).matchesWhole(text))
        #expect(try RegularExpression("(a?){2400}", dialect: .iRegexp).matchesWhole("aaa"))
        #expect(try RegularExpression("a{4900}", dialect: .iRegexp).matchesWhole(text))
    }

    @Test(
        "repeating an empty group costs nothing",
        arguments: ["(){999999999}", "((((){999}){999}){999}){999}", "((a{0})*)+"])
    func empty(_ pattern: String) throws {
        #expect(try RegularExpression(pattern, dialect: .iRegexp).matchesWhole(""))
    }

    @Test("a match that takes too long is stopped")
    func work() throws {
        let pattern = try RegularExpression("(a?){2400}b", dialect: .extended)
        #expect(throws: RegularExpressionError.self) {
            try pattern.isFound(in: String(repeating: "a", count: 100_000), maximumWork: 1_000_000)
        }
    }

    @Test("nested parentheses have a limit, and a million of them do not overflow the stack")
    func depth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "(", count: depth) + "a" + String(repeating: ")", count: depth)
        }
        #expect(try RegularExpression(nested(100), dialect: .iRegexp).matchesWhole("a"))
        let error = #expect(throws: RegularExpressionError.self) {
            try RegularExpression(nested(1_000_000), dialect: .iRegexp)
        }
        #expect(error?.message == "more than 100 nested parentheses")
        #expect(error?.range == 100..<101)
    }
}
