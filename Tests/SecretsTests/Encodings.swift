import Foundation

/// Ways in which servers, gateways and pages of errors write a string: each must be found.
enum Encodings {
    static func all(of text: String) -> [(name: String, text: String)] {
        let bytes = Array(text.utf8)
        return [("raw", text), ("upper case", text.uppercased()), ("lower case", text.lowercased())]
            + hexadecimal(bytes) + base64(bytes) + percent(text) + html(text) + json(text) + split(text)
            + [("full width", String(String.UnicodeScalarView(text.unicodeScalars.map(wide))))]
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> [(String, String)] {
        let pairs = bytes.map { String(format: "%02x", $0) }
        let quads = stride(from: 0, to: pairs.count, by: 2).map { pairs[$0..<min($0 + 2, pairs.count)].joined() }
        return [
            ("hex", pairs.joined()), ("HEX", pairs.joined().uppercased()),
            ("hex with spaces", pairs.joined(separator: " ")),
            ("hex with colons", pairs.joined(separator: ":")),
            ("hex with 0x", pairs.map { "0x\($0)" }.joined(separator: ", ")),
            ("hex with \\x", pairs.map { "\\x\($0)" }.joined()), ("hex with commas", pairs.joined(separator: ", ")),
            ("hex in groups of 8", groups(pairs.joined(), of: 8, " ")),
            ("hex in groups of 6", groups(pairs.joined(), of: 6, "-")), ("hex of xxd", quads.joined(separator: " ")),
            ("octal", bytes.map { String(format: "\\%03o", $0) }.joined()),
            ("quoted-printable", pairs.map { "=\($0.uppercased())" }.joined()),
        ]
    }

    private static func groups(_ text: String, of size: Int, _ separator: String) -> String {
        let letters = Array(text)
        return stride(from: 0, to: letters.count, by: size)
            .map { String(letters[$0..<min($0 + size, letters.count)]) }.joined(separator: separator)
    }

    private static func base64(_ bytes: [UInt8]) -> [(String, String)] {
        func encoded(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
        func encodedText(_ text: String) -> String { encoded(Array(text.utf8)) }
        let once = encoded(bytes)
        func lines(_ text: String, of width: Int) -> String {
            let letters = Array(text)
            return stride(from: 0, to: letters.count, by: width)
                .map { String(letters[$0..<min($0 + width, letters.count)]) }.joined(separator: "\r\n")
        }
        return (0..<3).map { ("base64 at \($0)", encoded(Array("xyz".utf8.prefix($0)) + bytes + Array("tail".utf8))) }
            + [
                ("base64", once), ("base64 for URLs", once.replacing("+", with: "-").replacing("/", with: "_")),
                ("base64 without padding", once.replacing("=", with: "")), ("base64 of base64", encodedText(once)),
                (
                    "base64 of base64, unaligned",
                    encoded(Array("x".utf8) + Array(encoded(Array("y".utf8) + bytes).utf8))
                ),
                ("base64 three times", encodedText(encodedText(once))), ("base64 in lines", lines(once, of: 20)),
                ("base64 in short lines", lines(once, of: 8)),
                ("base64 of hex", encodedText(bytes.map { String(format: "%02x", $0) }.joined())),
                ("hex of base64", once.utf8.map { String(format: "%02x", $0) }.joined()),
                ("base64 of JSON", encodedText("{\"key\":\"\(String(decoding: bytes, as: UTF8.self))\",\"n\":1}")),
                ("base64 of user and password", encodedText("user:" + String(decoding: bytes, as: UTF8.self))),
                ("base64 of UTF-16", encoded(bytes.flatMap { [$0, 0] })),
                ("base64 of UTF-16 BE", encoded(bytes.flatMap { [0, $0] })),
                ("base64, percent-encoded", percentEncoded(once, keeping: .alphanumerics)),
            ]
    }

    private static func percentEncoded(_ text: String, keeping kept: CharacterSet) -> String {
        text.addingPercentEncoding(withAllowedCharacters: kept) ?? text
    }

    private static func percent(_ text: String) -> [(String, String)] {
        let once = percentEncoded(text, keeping: .alphanumerics)
        return [
            ("percent", once), ("percent in lower case", once.lowercased()),
            (
                "percent of JavaScript",
                percentEncoded(text, keeping: .alphanumerics.union(CharacterSet(charactersIn: "-_.!~*'()")))
            ),
            ("percent twice", percentEncoded(once, keeping: .alphanumerics)),
            ("percent of all", text.utf8.map { String(format: "%%%02x", $0) }.joined()),
            ("plus for spaces", once.replacing("%20", with: "+")), ("space for plus", text.replacing("+", with: " ")),
        ]
    }

    private static func html(_ text: String) -> [(String, String)] {
        func each(_ format: String) -> String { text.unicodeScalars.map { String(format: format, $0.value) }.joined() }
        let named = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
        return [
            ("HTML", named.replacing("'", with: "&apos;")), ("HTML of PHP", named.replacing("'", with: "&#039;")),
            ("HTML of Python", named.replacing("'", with: "&#x27;").replacing("/", with: "&#x2F;")),
            ("HTML of Go", named.replacing("+", with: "&#43;").replacing("'", with: "&#39;")),
            (
                "HTML, all names",
                named.replacing("+", with: "&plus;").replacing("/", with: "&sol;").replacing("=", with: "&equals;")
            ),
            ("HTML decimal", each("&#%d;")), ("HTML hexadecimal", each("&#x%X;")),
            ("HTML with zeros", each("&#x00%X;")),
            ("HTML of HTML", named.replacing("&", with: "&amp;")),
        ]
    }

    private static func json(_ text: String) -> [(String, String)] {
        func escaped(_ text: String) -> String { text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") }
        let once = escaped(text)
        return [
            ("JSON", once), ("JSON with slashes", once.replacing("/", with: "\\/")),
            (
                "JSON of Gson",
                once.replacing("=", with: "\\u003d").replacing("&", with: "\\u0026").replacing("<", with: "\\u003c")
            ),
            ("JSON in JSON", escaped(once.replacing("/", with: "\\/"))),
            ("JSON, all \\u", text.utf16.map { String(format: "\\u%04x", $0) }.joined()),
            ("JSON, all \\u in JSON", text.utf16.map { String(format: "\\\\u%04X", $0) }.joined()),
        ]
    }

    private static func split(_ text: String) -> [(String, String)] {
        let middle = text.index(text.startIndex, offsetBy: text.count / 2)
        func halves(_ separator: String) -> String { text[..<middle] + separator + text[middle...] }
        func all(_ separator: String) -> String { text.map(String.init).joined(separator: separator) }
        return [
            ("a line break in it", halves("\n")), ("a line break of HTTP in it", halves("\r\n ")),
            ("a space in it", halves(" ")),
            ("a soft hyphen in it", halves("\u{AD}")), ("spaces between all", all(" ")),
            ("zero-width spaces", all("\u{200B}")),
            ("groups of 3", groups(text.filter { $0.isLetter || $0.isNumber }, of: 3, "-")),
            ("groups of 2", groups(text.filter { $0.isLetter || $0.isNumber }, of: 2, " ")),
            ("joiners", all("\u{2060}")), ("a list of letters", "[\"\(all("\",\""))\"]"),
        ]
    }

    private static func wide(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        0x21...0x7E ~= scalar.value ? Unicode.Scalar(scalar.value - 0x21 + 0xFF01) ?? scalar : scalar
    }
}
