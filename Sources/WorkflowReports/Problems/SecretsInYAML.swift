import Secrets

extension String {
    /// A line of a workflow without the plain values and lists below names of secrets: `token: abc`. Values in quotes are found
    /// in any text; mappings hold operators, and expressions hold names.
    var hidingSecretsInYAML: String {
        guard SensitiveText.mayBe(in: self) else { return self }
        let bytes = Array(utf8)
        var result: [UInt8] = []
        var copied = 0
        var index = 0
        while let colon = bytes[index...].firstIndex(of: UInt8(ascii: ":")) {
            index = colon + 1
            let start = bytes[index...].firstIndex { $0 != UInt8(ascii: " ") } ?? bytes.count
            guard start > index, start < bytes.count, let end = endOfValue(bytes, from: start) else { continue }
            let name = bytes[copied..<colon].reversed().prefix { !" {,[\"'".utf8.contains($0) }
            let value = String(decoding: bytes[start..<end], as: UTF8.self)
            guard SecretWords.areIn(String(decoding: name.reversed(), as: UTF8.self)),
                !["true", "false", "null", "~"].contains(value)
            else { continue }
            result += bytes[copied..<start]
            result += Redactor.mask.utf8
            copied = end
            index = end
        }
        return copied == 0 ? self : String(decoding: result + bytes[copied...], as: UTF8.self)
    }
}

/// Where a plain value or a list ends; nil for another value.
private func endOfValue(_ bytes: [UInt8], from start: Int) -> Int? {
    switch bytes[start] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "{"), UInt8(ascii: "$"), UInt8(ascii: "|"),
        UInt8(ascii: ">"),
        UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "#"):
        return nil
    case UInt8(ascii: "["):
        return bytes[start...].firstIndex(of: UInt8(ascii: "]")).map { $0 + 1 } ?? bytes.count
    default:
        var end = start
        while end < bytes.count, !",}]".utf8.contains(bytes[end]) {
            if bytes[end] == UInt8(ascii: "#"), bytes[end - 1] == UInt8(ascii: " ") { break }
            end += 1
        }
        while end > start, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
        return end > start ? end : nil
    }
}
