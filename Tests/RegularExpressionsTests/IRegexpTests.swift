import Testing

@testable import RegularExpressions

@Suite("the I-Regexp dialect is exactly RFC 9485")
struct IRegexpTests {
    @Test(
        "a pattern matches the whole text or not",
        arguments: [
            ("", "", true), ("", "a", false), ("abc", "abc", true), ("abc", "abcd", false), ("abc", "ab", false),
            ("a|b", "b", true), ("a|", "", true), ("ab|cd", "abd", false), ("(ab)+", "ababab", true), ("()", "", true),
            ("a{3}", "aaa", true), ("a{3}", "aa", false), ("a{2,}", "aaaaa", true), ("a{2,}", "a", false),
            ("a{1,2}", "aaa", false), ("a{0}b", "b", true), ("a{0,0}", "a", false), ("a{00,01}", "a", true),
            ("a?b*c+", "c", true), ("a?b*c+", "abbcc", true), ("a?b*c+", "aac", false),
            ("(a*)*", "aaaa", true), ("(|a)*", "aa", true), ("((a?)*)+b", "b", true), ("(a|b|)*c", "abac", true),
            ("[abc]", "b", true), ("[^abc]", "b", false), ("[^abc]", "é", true), ("[a-c]+", "abcabc", true),
            ("[-a]+", "-a-", true), ("[a-]+", "-a-", true), ("[--]", "-", true), ("[^-]", "-", false),
            ("[a^]+", "^a", true), ("[$.*+?(){}|]+", "${.}", true), ("[\\n\\]\\[\\\\\\-]+", "\n][\\-", true),
            ("[\\p{Lu}x-z]+", "ÄxZ", true), ("[^\\p{L}]", "é", false), ("[\\P{L}e]", "e", true),
            ("[\\P{L}e]", "f", false),
            ("\\p{L}+", "Grüße", true), ("\\p{Lu}", "g", false), ("\\P{Lu}", "g", true), ("\\p{Nd}{2}", "४2", true),
            ("\\p{S}", "€", true), ("\\p{Sc}", "+", false), ("\\p{Zs}", "\u{A0}", true), ("\\p{Cn}", "\u{378}", true),
            ("\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\^\\-\\\\", ".*+?()[]{}|^-\\", true), ("\\n\\r\\t", "\n\r\t", true),
            (".", "\u{2028}", true), (".", "\u{85}", true), (".", "\n", false), (".", "\r", false), (".", "😀", true),
            ("..", "e\u{301}", true), ("é", "e\u{301}", false), ("^a$", "^a$", false), ("^a$", "a", true),
            ("a/b,c-d\"'#", "a/b,c-d\"'#", true), ("a\u{0}b", "a\u{0}b", true), ("\r\n", "\r\n", true),
        ])
    func matching(_ pattern: String, _ text: String, _ isMatch: Bool) throws {
        #expect(try RegularExpression(pattern, dialect: .iRegexp).matchesWhole(text) == isMatch)
    }

    @Test(
        "a search finds a pattern anywhere in the text",
        arguments: [
            ("b+", "aabbcc", true), ("", "", true), ("", "abc", true), ("d", "abc", false), ("[0-9]{3}", "ab123", true),
            ("[0-9]{3}", "a12b3", false), ("(a|ab)(c|bcd)", "xxabcdyy", true), ("aab", "aaaab", true),
            ("$", "a", true), ("^b", "ab", false), ("a$", "ab", false),
            ("ß", "Straße", true), ("x*", "yyy", true),
        ])
    func search(_ pattern: String, _ text: String, _ isFound: Bool) throws {
        #expect(try RegularExpression(pattern, dialect: .iRegexp).isFound(in: text) == isFound)
    }

    @Test(
        "syntax outside RFC 9485 is an error",
        arguments: [
            "\\d", "\\D", "\\w", "\\s", "\\S", "\\b", "\\$", "\\/", "\\f", "\\x41", "\\u0041", "\\1", "\\a", "\\",
            "\\é",
            "(", ")", "a)", "(a", "[", "]", "[]", "[^]", "[a", "{", "}", "a{", "a{}", "a{,2}", "a{2", "a{2,1}", "a{-1}",
            "*", "+a", "?", "a**", "a*?", "a+?", "a??", "a{2}{3}", "(*a)", "a|*", "(?:a)", "(?i)a", "(?=a)", "(?<n>a)",
            "[z-a]", "[a-b-c]", "[a--]", "[---]", "[--a]", "[\\p{L}-z]", "[a-\\p{L}]", "[[]", "[a[]", "[\\d]", "[\\w]",
            "\\p", "\\p{", "\\p{}", "\\p{l}", "\\p{LU}", "\\p{Lx}", "\\p{Cs}", "\\p{IsGreek}", "\\p{^L}", "\\pL",
            "\\p{L",
        ])
    func rejected(_ pattern: String) {
        #expect(throws: RegularExpressionError.self) { try RegularExpression(pattern, dialect: .iRegexp) }
    }

    @Test(
        "every general category of RFC 9485 is supported",
        arguments: [
            "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Pe",
            "Pf",
            "Pi", "Po", "Ps", "Z", "Zl", "Zp", "Zs", "S", "Sc", "Sk", "Sm", "So", "C", "Cc", "Cf", "Cn", "Co",
        ])
    func categories(_ name: String) throws {
        let belongs = try RegularExpression("\\p{\(name)}", dialect: .iRegexp)
        let doesNot = try RegularExpression("[^\\p{\(name)}]", dialect: .iRegexp)
        for text in ["a", "Z", "5", " ", "-", "€", "\u{300}", "ǅ", "\u{2028}", "\u{E000}", "\u{1}"] {
            #expect(try belongs.matchesWhole(text) != doesNot.matchesWhole(text))
        }
    }
}
