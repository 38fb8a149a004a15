import HTTP
import JSON
import Times

/// A string format, by its name in the `format` operator.
struct TextFormat: Sendable {
    let name: String
    /// Completes "expected …".
    let summary: String
    /// Whether it hangs on which letters and digits there are. Other formats hold also for a text in the place of a secret.
    var readsCharacters = false
    let fits: @Sendable (String) -> Bool

    static let all = [
        TextFormat(name: "uuid", summary: "a UUID") { text in
            let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            return groups.map(\.count) == [8, 4, 4, 4, 12] && groups.joined().allSatisfy(isHexadecimal)
        },
        TextFormat(
            name: "date_time", summary: "a date and time of RFC 3339, for example 2026-05-22T16:04:04+05:30",
            readsCharacters: true
        ) {
            parseRFC3339($0) != nil && !$0.contains(" ")
        },
        TextFormat(name: "date", summary: "a date, for example 2026-05-22", readsCharacters: true) {
            parseRFC3339("\($0)T00:00:00Z") != nil
        },
        TextFormat(
            name: "api_time", summary: "a time in the API's form, for example Fri May 22 16:04:04 IST 2026",
            readsCharacters: true
        ) {
            parseJavaDate($0) != nil
        },
        TextFormat(name: "digits", summary: "digits only") { !$0.isEmpty && ByteSet.digits.containsAll(of: $0) },
        TextFormat(name: "mobile", summary: "a mobile number of 10 digits") {
            $0.utf8.count == 10 && ByteSet.digits.containsAll(of: $0)
        },
        TextFormat(name: "hex", summary: "hexadecimal digits only") {
            !$0.isEmpty && $0.utf8.allSatisfy(isHexadecimal)
        },
        TextFormat(name: "base64", summary: "base64 (RFC 4648)") { isBase64($0.utf8) },
        TextFormat(name: "jwt", summary: "a JSON Web Token: three parts in base64url, joined by points") { text in
            let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            return parts.count == 3 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(isBase64URL) }
        },
        TextFormat(name: "email", summary: "an e-mail address", readsCharacters: true) { text in
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
                && !parts[1].hasPrefix(".") && !parts[1].hasSuffix(".") && ByteSet.visible.containsAll(of: text)
        },
        TextFormat(name: "url", summary: "an http or https URL", readsCharacters: true) { text in
            let rest = ["https://", "http://"].first(where: text.hasPrefix).map { text.dropFirst($0.count) } ?? ""
            return rest.first.map { $0 != "/" } ?? false && ByteSet.visible.containsAll(of: text)
        },
        TextFormat(name: "json", summary: "a string that contains JSON", readsCharacters: true) {
            (try? parseJSON(Array($0.utf8))) != nil
        },
    ]

    private static func isHexadecimal(_ byte: UInt8) -> Bool { Character(Unicode.Scalar(byte)).isHexDigit }

    private static func isBase64URL(_ byte: UInt8) -> Bool {
        ByteSet.unreserved.contains(byte) && byte != UInt8(ascii: ".") && byte != UInt8(ascii: "~")
    }

    private static func isBase64(_ bytes: String.UTF8View) -> Bool {
        let padding = bytes.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        let content = bytes.dropLast(padding)
        let isPlain = content.allSatisfy { byte in
            isBase64URL(byte) && byte != UInt8(ascii: "-") && byte != UInt8(ascii: "_")
                || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
        }
        return !content.isEmpty && bytes.count.isMultiple(of: 4) && padding <= 2 && isPlain
    }
}

extension String {
    /// Whether it is a UUID (RFC 9562) in its usual form.
    package var isUUID: Bool { TextFormat.all.contains { $0.name == "uuid" && $0.fits(self) } }
}
