import Source

/// How two different texts that look alike differ, for messages; nil if anybody can see it.
func textDifference(between actual: String, and expected: String) -> String? {
    guard !actual.utf8.elementsEqual(expected.utf8) else { return nil }
    for (text, whose) in [(expected, "the expected text"), (actual, "the text of the response")] {
        let other = text == expected ? actual : expected
        if text.hasSuffix("\n"), text.dropLast().utf8.elementsEqual(other.utf8) {
            let help = whose == "the expected text" ? ": write '>-' or '|-'" : ""
            return "\(whose) ends with a line break\(help)"
        }
        if text.first == " " || text.last == " ", text.trimmed == other.trimmed {
            return "\(whose) has a space at its start or end"
        }
    }
    // Swift's own == treats canonically equivalent texts as equal.
    if actual == expected {
        return "they look the same: one has a letter with its accent in one code point, the other in two"
    }
    guard actual.lookedAt == expected.lookedAt else { return nil }
    let odd = [("the response", actual, expected), ("the expected text", expected, actual)]
        .compactMap { whose, text, other in
            text.oddScalars(besides: other).first.map { "\(whose) has \($0.named)" }
        }
    return "they look the same: \(odd.isEmpty ? "they have different code points" : odd.joined(separator: ", "))"
}

extension String {
    fileprivate var trimmed: Substring {
        let start = drop { $0 == " " }
        return start.dropLast(start.reversed().prefix { $0 == " " }.count)
    }

    /// What a reader sees: without invisible characters, with letters and quotes of one kind.
    fileprivate var lookedAt: String {
        var seen = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar.properties.isDefaultIgnorableCodePoint { continue }
            seen.append(scalar.properties.isWhitespace ? " " : lookAlikes[scalar] ?? scalar)
        }
        return String(seen)
    }

    /// The scalars outside ASCII that another text does not have.
    fileprivate func oddScalars(besides other: String) -> [Unicode.Scalar] {
        let known = Set(other.unicodeScalars)
        return unicodeScalars.filter { !$0.isASCII && !known.contains($0) }
    }

    /// What to say about quotes that a word processor has made round; nil if the text is not within such quotes.
    var curlyQuotes: String? {
        guard let first = unicodeScalars.first, let last = unicodeScalars.last, unicodeScalars.count > 1,
            lookAlikes[first].map({ $0 == "\"" || $0 == "'" }) ?? false,
            lookAlikes[last].map({ $0 == "\"" || $0 == "'" }) ?? false
        else { return nil }
        return "its quotes are curly ones, \(first) and \(last)"
    }
}

extension Unicode.Scalar {
    /// For messages: `U+200B (zero width space)`.
    fileprivate var named: String {
        let digits = String(value, radix: 16, uppercase: true)
        let code = "U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"
        return properties.name.map { "\(code) (\($0.lowercased()))" } ?? code
    }
}

/// Characters that look like an ASCII character.
private let lookAlikes: [Unicode.Scalar: Unicode.Scalar] = {
    let pairs: [(String, String)] = [
        ("аеорсхуіјѕԁһАВЕКМНОРСТХУІЈЅ", "aeopcxyijsdhABEKMHOPCTXYIJS"),
        ("οανικρτυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "oavikptuABEZHIKMNOPTYX"),
        ("“”„‟«»″", "\"\"\"\"\"\"\""), ("‘’‚‛′", "'''''"), ("‐‑‒–—−", "------"), ("：；，．", ":;,."),
    ]
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    for (others, plain) in pairs {
        for (other, ascii) in zip(others.unicodeScalars, plain.unicodeScalars) { table[other] = ascii }
    }
    // The full-width forms of ASCII.
    for value in UInt32(0x21)...0x7E {
        if let wide = Unicode.Scalar(value + 0xFEE0), let ascii = Unicode.Scalar(value) { table[wide] = ascii }
    }
    return table
}()
