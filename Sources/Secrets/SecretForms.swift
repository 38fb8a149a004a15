import FoundationEssentials

/// The encodings in which a secret may occur in a string.
enum SecretForms {
    /// Raw, escaped for JSON and XML, percent-encoded, hexadecimal, and base64 at each alignment. May have duplicates.
    static func all(of secret: String) -> [[UInt8]] {
        let bytes = Array(secret.utf8)
        let hasSpecials = bytes.contains { !isUnreserved($0) }
        var forms = [bytes, hexadecimal(bytes, lower), hexadecimal(bytes, upper)]
        if hasSpecials { forms += [percentEncoded(bytes, upper), percentEncoded(bytes, lower)] + escaped(bytes) }
        for base64 in base64Forms(bytes) {
            forms.append(base64)
            if base64.contains(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }) {
                forms.append(urlSafe(base64))
            }
        }
        // The API's signing key is the base64 of the access key, and may be encoded as base64 again.
        return forms + base64Forms(Array(Data(bytes).base64EncodedData()))
    }

    /// The first four bytes of each form, the first byte lowest. Does not build the forms, because it runs for every step.
    static func forEachStart(of secret: String, _ body: (UInt32) -> Void) {
        let bytes = Array(secret.utf8.prefix(12))
        guard bytes.count == 12, bytes[..<4].allSatisfy(isUnreserved) else {
            for form in all(of: secret) where form.count >= 4 { body(start(form[0], form[1], form[2], form[3])) }
            return
        }
        body(start(bytes[0], bytes[1], bytes[2], bytes[3]))
        for digits in [lower, upper] {
            body(
                start(
                    digits[Int(bytes[0] >> 4)], digits[Int(bytes[0] & 15)], digits[Int(bytes[1] >> 4)],
                    digits[Int(bytes[1] & 15)]))
        }
        let once = (0..<16).map { base64[sixBits(of: bytes, at: $0 * 6)] }
        for text in [bytes, once] {
            // Within a longer string, the secret's first whole base64 character starts at one of these bits.
            for bit in [0, 4, 2] {
                func letter(_ place: Int, of alphabet: [UInt8]) -> UInt8 {
                    alphabet[sixBits(of: text, at: bit + place * 6)]
                }
                for alphabet in [base64, urlSafeBase64] {
                    body(
                        start(
                            letter(0, of: alphabet), letter(1, of: alphabet), letter(2, of: alphabet),
                            letter(3, of: alphabet)))
                }
            }
        }
    }

    private static let base64 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let urlSafeBase64 = urlSafe(base64)

    private static func start(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8) -> UInt32 {
        UInt32(first) | UInt32(second) << 8 | UInt32(third) << 16 | UInt32(fourth) << 24
    }

    private static func sixBits(of bytes: [UInt8], at bit: Int) -> Int {
        let pair = UInt16(bytes[bit / 8]) << 8 | (bit / 8 + 1 < bytes.count ? UInt16(bytes[bit / 8 + 1]) : 0)
        return Int(pair >> (10 - UInt16(bit % 8)) & 63)
    }

    private static let lower = Array("0123456789abcdef".utf8)
    private static let upper = Array("0123456789ABCDEF".utf8)

    private static func hexadecimal(_ bytes: [UInt8], _ digits: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            result.append(digits[Int(byte >> 4)])
            result.append(digits[Int(byte & 15)])
        }
        return result
    }

    private static func escaped(_ bytes: [UInt8]) -> [[UInt8]] {
        let quote = UInt8(ascii: "\"")
        let backslash = UInt8(ascii: "\\")
        let slash = UInt8(ascii: "/")
        var json: [UInt8] = []
        var jsonWithSlashes: [UInt8] = []
        var xml: [UInt8] = []
        var jsonNumbers: [[UInt8]] = [[], []]
        var xmlNumbers: [[UInt8]] = [[], []]
        for byte in bytes {
            let hexadecimal = [lower, upper].map { [$0[Int(byte >> 4)], $0[Int(byte & 15)]] }
            for index in 0..<2 {
                jsonNumbers[index] += isUnreserved(byte) ? [byte] : Array("\\u00".utf8) + hexadecimal[index]
            }
            xmlNumbers[0] += isUnreserved(byte) ? [byte] : Array("&#x".utf8) + hexadecimal[1] + [UInt8(ascii: ";")]
            xmlNumbers[1] += isUnreserved(byte) ? [byte] : Array("&#\(byte);".utf8)
            if byte == quote || byte == backslash { json.append(backslash) }
            json.append(byte)
            if byte == quote || byte == backslash || byte == slash { jsonWithSlashes.append(backslash) }
            jsonWithSlashes.append(byte)
            switch byte {
            case UInt8(ascii: "&"): xml += "&amp;".utf8
            case UInt8(ascii: "<"): xml += "&lt;".utf8
            case UInt8(ascii: ">"): xml += "&gt;".utf8
            case quote: xml += "&quot;".utf8
            case UInt8(ascii: "'"): xml += "&apos;".utf8
            default: xml.append(byte)
            }
        }
        return [json, jsonWithSlashes, xml] + jsonNumbers + xmlNumbers
    }

    /// The base64 characters that depend only on the secret, inside a longer string, at each of the three alignments.
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
        var result: [UInt8] = []
        for byte in bytes {
            if isUnreserved(byte) {
                result.append(byte)
            } else {
                result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return result
    }

    /// RFC 3986, section 2.3.
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
