import FoundationEssentials

/// The forms in which a secret may stand in a text.
enum SecretForms {
    /// Raw, escaped as JSON and XML do it, percent-encoded, in hexadecimal, and in base64 at each alignment.
    static func all(of secret: String) -> Set<[UInt8]> {
        let bytes = Array(secret.utf8)
        let base64 = base64Forms(bytes)
        // The API's own key for signing is the base64 of the access key, and that may be encoded again.
        let twice = base64Forms(Array(Data(bytes).base64EncodedData()))
        var forms: Set<[UInt8]> = [bytes, percentEncoded(bytes, upper), percentEncoded(bytes, lower)]
        forms.insert(bytes.flatMap { [lower[Int($0 >> 4)], lower[Int($0 & 15)]] })
        forms.insert(bytes.flatMap { [upper[Int($0 >> 4)], upper[Int($0 & 15)]] })
        forms.formUnion(escaped(bytes))
        forms.formUnion(base64)
        forms.formUnion(base64.map(urlSafe))
        forms.formUnion(twice)
        return forms
    }

    private static let lower = Array("0123456789abcdef".utf8)
    private static let upper = Array("0123456789ABCDEF".utf8)

    private static func escaped(_ bytes: [UInt8]) -> [[UInt8]] {
        let quote = UInt8(ascii: "\"")
        let backslash = UInt8(ascii: "\\")
        let slash = UInt8(ascii: "/")
        let json = bytes.flatMap { $0 == quote || $0 == backslash ? [backslash, $0] : [$0] }
        let jsonWithSlashes = json.flatMap { $0 == slash ? [backslash, slash] : [$0] }
        let xml = bytes.flatMap { byte in
            switch byte {
            case UInt8(ascii: "&"): Array("&amp;".utf8)
            case UInt8(ascii: "<"): Array("&lt;".utf8)
            case UInt8(ascii: ">"): Array("&gt;".utf8)
            case quote: Array("&quot;".utf8)
            case UInt8(ascii: "'"): Array("&apos;".utf8)
            default: [byte]
            }
        }
        return [json, jsonWithSlashes, xml]
    }

    /// The parts of the base64 of a longer text that are the secret's alone, at each of its three alignments.
    private static func base64Forms(_ bytes: [UInt8]) -> [[UInt8]] {
        (0..<3).compactMap { offset in
            let text = Data([UInt8](repeating: 0, count: offset) + bytes).base64EncodedData()
            let first = (offset * 8 + 5) / 6
            let last = (offset + bytes.count) * 8 / 6
            let part = Array(text.dropFirst(first).prefix(last - first))
            return part.count >= 4 ? part : nil
        }
    }

    private static func urlSafe(_ base64: [UInt8]) -> [UInt8] {
        base64.map { byte in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: byte
            }
        }
    }

    private static func percentEncoded(_ bytes: [UInt8], _ digits: [UInt8]) -> [UInt8] {
        bytes.flatMap { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                [byte]
            default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }
}
