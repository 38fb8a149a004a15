import Testing

@testable import RegularExpressions

@Suite("an error message says what is wrong with a pattern and where")
struct RegularExpressionErrorTests {
    @Test(
        "in the extended dialect",
        arguments: [
            ("ab)", "')' without its '('", 2..<3), ("a(b", "'(' without its ')'", 1..<2),
            ("a[b", "'[' without its ']'", 1..<2),
            ("[]", "'[]' lists no characters: for the character ']' write '\\]'", 0..<2),
            ("[z-a]", "a range such as 'z-a' is backwards", 1..<4), ("*a", "nothing to repeat before '*'", 0..<1),
            ("é|{2}", "nothing to repeat before '{2}'", 2..<5), ("\\q", "unknown escape '\\q'", 0..<2),
            ("😀\\é", "unknown escape '\\é'", 1..<3), ("a\\", "a '\\' at the end escapes nothing", 1..<2),
            ("a{3,2}", "'{3,2}' is backwards: write the smaller number first", 1..<6),
            ("a**", "'*' follows another repetition: put what it repeats in parentheses", 2..<3),
            ("^*", "'^' is a position and cannot be repeated", 0..<2),
            ("\\b+", "'\\b' is a position and cannot be repeated", 0..<3),
            ("[a-\\d]", "a range such as 'a-\\d' needs a character at its end", 1..<5),
            ("[\\b]", "'\\b' is a position, not a character", 1..<3),
            ("[[:alpha:]]", "the class '[:alpha:]' is not supported: write ranges, or categories as in \\p{L}", 1..<10),
            ("\\x4", "'\\x4' lacks hexadecimal digits: write \\xHH, \\uHHHH or \\u{H…}", 0..<3),
            ("\\u{}", "'\\u{' lacks hexadecimal digits: write \\xHH, \\uHHHH or \\u{H…}", 0..<3),
            ("\\uD83D", "'\\uD83D' is not a character: write \\u{H…} with a whole code point", 0..<6),
            (
                "\\u{110000}", "'\\u{110000}' is not a character: write \\u{H…} with a whole code point",
                0..<10
            ),
            ("\\01", "octal escapes are not supported: write \\xHH", 0..<2),
            ("\\Z", "unknown escape '\\Z': for the end of the string write \\z or $", 0..<2),
            ("(?<1>a", "'(' without its ')'", 0..<1),
            ("(?<a b>c)", "the name of a group has letters, digits and '_', and '>' after it", 0..<4),
            ("(?~a)", "unknown kind of group '(?': for a plain group write '(?:'", 0..<2),
        ])
    func extended(_ pattern: String, _ message: String, _ range: Range<Int>) {
        let error = #expect(throws: RegularExpressionError.self) {
            try RegularExpression(pattern, dialect: .extended)
        }
        #expect(error?.message == message)
        #expect(error?.range == range)
    }

    @Test(
        "in I-Regexp",
        arguments: [
            ("a\\d", "I-Regexp does not have '\\d': write [0-9]", 1..<3),
            ("\\$", "I-Regexp does not have the escape '\\$'", 0..<2),
            ("a]", "']' has a meaning of its own: write '\\]'", 1..<2),
            ("a{x}", "'{' starts no repetition such as {2}, {2,} or {2,5}: write '\\{'", 1..<2),
            ("[a-c-e]", "'-' must be between two characters, or first or last: here write '\\-'", 4..<5),
            ("[[]", "in a class write '\\[' for '['", 1..<2),
            (
                "\\p{Greek}",
                "unknown category 'Greek': write one of Unicode's general categories, as in \\p{L} or \\p{Nd}", 0..<9
            ),
            ("\\pL", "after '\\p' a category in braces is missing, as in \\p{L}", 0..<2),
        ])
    func iRegexp(_ pattern: String, _ message: String, _ range: Range<Int>) {
        let error = #expect(throws: RegularExpressionError.self) {
            try RegularExpression(pattern, dialect: .iRegexp)
        }
        #expect(error?.message == message)
        #expect(error?.range == range)
    }
}
