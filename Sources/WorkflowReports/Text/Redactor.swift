import FoundationEssentials
import WorkflowEngine

/// Takes secrets out of texts, in every encoding in which a tool or a server may have written them, and hides the mobile
/// numbers of persons.
///
/// A text is redacted before it is cut or split, and longer secrets before shorter ones.
package struct Redactor: Sendable {
    static let mask = "•••"

    /// Each form of each secret by its first byte, the longest first.
    private let formsByFirstByte: [[[UInt8]]]
    private let isEmpty: Bool
    private let masksNumbers: Bool

    package init(_ secrets: [Secret], masksNumbers: Bool = true) {
        self.masksNumbers = masksNumbers
        let all = Set(secrets.map { $0.reveal() }.filter { !$0.isEmpty }.flatMap(Redactor.forms))
        var forms = [[[UInt8]]](repeating: [], count: 256)
        for form in all.map({ Array($0.utf8) }).sorted(by: { $0.count > $1.count }) { forms[Int(form[0])].append(form) }
        formsByFirstByte = forms
        isEmpty = all.isEmpty
    }

    package func redact(_ text: String) -> String {
        let text = replacingSecrets(in: text) { _ in Redactor.mask }
        return masksNumbers ? NumberMask.mask(text) : text
    }

    /// The text with something in the place of each secret, in whatever form it is there.
    func replacingSecrets(in text: String, with replacement: (_ form: String) -> String) -> String {
        guard !isEmpty else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var copied = 0
        var index = 0
        while index < bytes.count {
            guard let form = formsByFirstByte[Int(bytes[index])].first(where: { bytes[index...].starts(with: $0) })
            else {
                index += 1
                continue
            }
            result += bytes[copied..<index]
            result += replacement(String(decoding: form, as: UTF8.self)).utf8
            index += form.count
            copied = index
        }
        guard copied > 0 else { return text }
        return String(decoding: result + bytes[copied...], as: UTF8.self)
    }

    private static func forms(of secret: String) -> [String] {
        let bytes = Array(secret.utf8)
        let percent = percentEncoded(bytes)
        let hexadecimal = bytes.map { hexadecimalDigits($0) }.joined()
        let base64 = base64Forms(bytes)
        let escaped = [
            secret.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("/", with: "\\/"),
            secret.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""),
            secret.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
                .replacing("\"", with: "&quot;").replacing("'", with: "&apos;"),
        ]
        return [secret, percent, lowercasedEscapes(percent), hexadecimal, hexadecimal.uppercased()] + escaped + base64
            + base64.map { $0.replacing("+", with: "-").replacing("/", with: "_") }
            // The API's own key for signing is the base64 of the access key, and that may be encoded again.
            + base64Forms(Array(Data(bytes).base64EncodedString().utf8))
    }

    /// The parts of the base64 of a longer text that are the secret's alone, at each of its three alignments.
    private static func base64Forms(_ bytes: [UInt8]) -> [String] {
        (0..<3).compactMap { offset in
            let text = Data([UInt8](repeating: 0, count: offset) + bytes).base64EncodedString()
            let first = (offset * 8 + 5) / 6
            let last = (offset + bytes.count) * 8 / 6
            let part = text.utf8.dropFirst(first).prefix(last - first)
            return part.count >= 4 ? String(decoding: Array(part), as: UTF8.self) : nil
        }
    }

    private static func percentEncoded(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let character = Character(Unicode.Scalar(byte))
            let isKept = character.isASCII && (character.isLetter || character.isNumber || "-._~".contains(character))
            return isKept ? String(character) : "%" + hexadecimalDigits(byte).uppercased()
        }.joined()
    }

    private static func lowercasedEscapes(_ text: String) -> String {
        text.replacing(#/%[0-9A-F]{2}/#) { $0.output.lowercased() }
    }

    private static func hexadecimalDigits(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.utf8.count == 1 ? "0" + digits : digits
    }
}
