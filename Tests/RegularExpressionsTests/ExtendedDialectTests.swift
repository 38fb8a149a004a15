import Testing

@testable import RegularExpressions

@Suite("the extended dialect supports the usual PCRE syntax")
struct ExtendedDialectTests {
    @Test(
        "a pattern is found in a text",
        arguments: [
            ("^abc$", "abc", true), ("^abc$", "abcd", false), ("^b", "ab", false), ("b$", "ab\n", false),
            ("\\Aab\\z", "ab", true), ("a^b", "a^b", false), ("(^a|b)c", "xbc", true), ("(^a|b)c", "xac", false),
            ("$^", "", true), ("^(^)*$", "", true), ("\\bcat\\b", "a cat!", true), ("\\bcat\\b", "concat", false),
            ("\\Bcat", "concat", true), ("\\b", "", false), ("\\B", "", true), ("\\bé", "é", false),
            ("a\\b", "aé", true),
            ("^\\d+$", "123", true), ("^\\d$", "४", false), ("^\\D$", "४", true), ("^\\w+$", "Az_9", true),
            ("^\\w$", "é", false), ("^\\W$", "é", true), ("^\\s+$", " \t\u{2003}\u{A0}", true),
            ("^\\S$", "\u{200B}", true),
            ("^[\\d\\s]+$", "1 2", true), ("^[^\\W\\d]+$", "abc", true), ("^[^\\W\\d]+$", "ab1", false),
            ("^[\\w.-]+@[\\w-]+\\.\\w{2,}$", "a.b-c@d-e.org", true), ("^[\\w-.]+$", "a-.", true),
            ("^[a-z-9]+$", "b-9", true), ("^[[]$", "[", true), ("^[\\]]$", "]", true), ("^[{}()^]+$", "{^}", true),
            ("^\\x41\\u0042\\u{43}\\x{1F600}$", "ABC😀", true), ("^[\\x41-\\x43]+$", "ABC", true), ("\\0", "a\0", true),
            ("^\\n\\r\\t\\f\\v$", "\n\r\t\u{C}\u{B}", true), ("^\\/\\-\\_\\@\\ \\\"$", "/-_@ \"", true),
            ("^a{$", "a{", true), ("^{a}$", "{a}", true), ("^a{,2}$", "a{,2}", true), ("^a{2$", "a{2", true),
            ("^]}$", "]}", true), ("^a{2}$", "aa", true), ("^a+?b*?c??d{1,2}?$", "aabcdd", true),
            ("^(?:ab)+(?<year>\\d{4})(?P<m>-)(?'d'x)$", "abab2024-x", true), ("(?:)", "", true), ("a||b", "", true),
            ("^.$", "\n", false), ("^.$", "\r", false), ("^.$", "\u{2028}", true), ("^\\p{Lu}\\P{Lu}$", "Éa", true),
        ])
    func found(_ pattern: String, _ text: String, _ isFound: Bool) throws {
        #expect(try RegularExpression(pattern, dialect: .extended).isFound(in: text) == isFound)
    }

    @Test(
        "a general category has a short and a long name",
        arguments: [
            ("\\p{Letter}", "é", true), ("\\p{Letter}", "5", false), ("\\P{Letter}", "5", true),
            ("\\p{gc=Lu}", "É", true), ("\\p{General_Category=Uppercase_Letter}", "é", false),
            ("\\p{digit}", "४", true),
            ("\\p{Decimal_Number}", "x", false), ("[\\p{punct}]", "!", true), ("\\p{Currency_Symbol}", "€", true),
            ("\\cJ", "\n", true), ("[\\cj]", "\n", true), ("\\cJ", "J", false),
        ])
    func categories(_ pattern: String, _ text: String, _ isMatch: Bool) throws {
        #expect(try RegularExpression(pattern, dialect: .extended).matchesWhole(text) == isMatch)
    }

    @Test("a match of the whole text needs no anchors")
    func whole() throws {
        let expression = try RegularExpression("a|ab", dialect: .extended)
        #expect(try expression.matchesWhole("ab"))
        #expect(try !expression.matchesWhole("abc"))
    }

    @Test(
        "(?i) at the start ignores case",
        arguments: [
            ("(?i)straße", "STRAßE", true), ("(?i)ÄÖ", "äö", true), ("(?i)[a-c]+", "ABC", true),
            ("(?i)[^a]", "A", false), ("(?i)[^a]", "b", true), ("(?i)\\x41", "a", true), ("(?i)σ", "Σ", true),
            ("(?i)ss", "ß", false), ("(?i)", "", true), ("abc", "ABC", false), ("(?i)[É]", "é", true),
        ])
    func ignoringCase(_ pattern: String, _ text: String, _ isMatch: Bool) throws {
        #expect(try RegularExpression(pattern, dialect: .extended).matchesWhole(text) == isMatch)
    }

    @Test(
        "syntax that needs backtracking is an error that names the syntax",
        arguments: [
            ("a(?=b)", "look-ahead '(?='", 1..<4), ("(?!b)", "negative look-ahead '(?!'", 0..<3),
            ("(?<=a)b", "look-behind '(?<='", 0..<4), ("(?<!a)b", "negative look-behind '(?<!'", 0..<4),
            ("(?>a)", "an atomic group '(?>'", 0..<3), ("(a)\\1", "back reference '\\1'", 3..<5),
            ("\\k<n>", "back reference '\\k'", 0..<2), ("(?P=n)", "a back reference '(?P='", 0..<4),
            ("(?(1)a)", "a condition '(?('", 0..<3), ("a*+", "possessive '*+'", 1..<3),
            ("a{2,}+", "possessive '{2,}+'", 1..<6), ("(?R)", "a recursion '(?R'", 0..<3),
            ("a(?i)b", "flags '(?i' are not", 1..<4), ("(?m)^a", "flags '(?m' are not", 0..<3),
        ])
    func unsupported(_ pattern: String, _ part: String, _ range: Range<Int>) {
        let error = #expect(throws: RegularExpressionError.self) {
            try RegularExpression(pattern, dialect: .extended)
        }
        #expect(error?.message.contains(part) == true)
        #expect(error?.message.contains("not supported") == true)
        #expect(error?.range == range)
    }
}
