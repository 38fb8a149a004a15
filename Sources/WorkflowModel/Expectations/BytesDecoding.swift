import Expressions
import HTTP
import JSON
import Source
import YAML

/// A part of what is known of the bytes of a body.
package enum BytesPart: String, Sendable {
    case size
    case sha256
}

extension DecodingContext {
    static let bytesKeys = [
        KeySpec("size", .named("expected"), "how many bytes the body has, after its content-encoding is undone"),
        KeySpec("sha256", .text, "the SHA-256 checksum of these bytes, in 64 hexadecimal digits"),
    ]

    /// Reads `bytes` of an `expect`.
    mutating func bytes(_ entry: YAMLEntry) -> [Expectation] {
        guard let mapping = mapping(entry.value, key: entry.key, keys: Self.bytesKeys, subject: "'bytes'") else {
            return []
        }
        if mapping.all.isEmpty {
            report(.nothingExpected(at: entry.value.range, help: "write { size: … } or { sha256: … }"))
        }
        return (mapping["size"].map { expectations(.bytes(.size), $0, .open) } ?? [])
            + (mapping["sha256"].flatMap { checksum($0) }.map { [$0] } ?? [])
    }

    private mutating func checksum(_ entry: YAMLEntry) -> Expectation? {
        let expected = "a SHA-256 checksum, 64 hexadecimal digits"
        guard var operand = textValue(entry) else { return reject(.wrongKind(entry, expected: expected)) }
        if let literal = operand.literal?.writtenOut {
            let text = literal.lowercased()
            guard text.utf8.count == 64, text.allSatisfy(\.isHexDigit) else {
                return reject(
                    .wrongKind(entry, expected: expected, help: "'sha256sum FILE' prints the checksum of a file"))
            }
            operand = .literal(.string(text))
        }
        return Expectation(
            .bytes(.sha256), EqualsMatcher(operand: operand), at: entry.value.range, of: entry.key.range)
    }
}
