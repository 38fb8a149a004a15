import Synchronization

/// The texts that replace secrets and numbers in a recording. It notices whether a judgement has read their characters: such a judgement
/// says nothing of the real value.
package final class HiddenTexts: Sendable {
    /// The hidden texts of the recording that is judged; nil during a run.
    @TaskLocal package static var current: HiddenTexts?

    /// In UTF-8, by their length: a long recording has many texts, of few lengths.
    private let texts: [Int: Set<[UInt8]>]
    /// Their first bytes.
    private let starts: Set<UInt8>
    private let hasReadOne = Atomic(false)

    package init(_ texts: [String]) {
        let bytes = texts.map { Array($0.utf8) }.filter { !$0.isEmpty }
        self.texts = Dictionary(grouping: bytes, by: \.count).mapValues { Set($0) }
        starts = Set(bytes.compactMap(\.first))
    }

    /// Whether a value, or a name or value in it, contains one of them.
    package func areIn(_ value: JSONValue) -> Bool {
        switch value {
        case .null, .bool: false
        case .number(let number): areIn(number.text)
        case .string(let text): areIn(text)
        case .array(let elements): elements.contains(where: areIn)
        case .object(let object): object.members.contains { areIn($0.name) || areIn($0.value) }
        }
    }

    package func areIn(_ text: String) -> Bool { !texts.isEmpty && first(in: Array(text.utf8)[...]) != nil }

    /// The text, with different characters of the same kind in each hidden text.
    package func withOthers(in text: String) -> String {
        var bytes = Array(text.utf8)
        var start = 0
        while let range = first(in: bytes[start...]) {
            for index in range { bytes[index] = Self.other(bytes[index]) }
            start = range.upperBound
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Must be called before a judgement reads the characters of a string or the digits of a number.
    package func willRead(_ value: JSONValue) {
        if areIn(value) { hasReadOne.store(true, ordering: .relaxed) }
    }

    /// Whether one was read since the last call.
    package func wereRead() -> Bool { hasReadOne.exchange(false, ordering: .relaxed) }

    private func first(in text: ArraySlice<UInt8>) -> Range<Int>? {
        for start in text.indices where starts.contains(text[start]) {
            for (length, texts) in texts where start + length <= text.endIndex {
                if texts.contains(Array(text[start..<start + length])) { return start..<start + length }
            }
        }
        return nil
    }

    private static func other(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "0")..<UInt8(ascii: "9"), UInt8(ascii: "a")..<UInt8(ascii: "z"),
            UInt8(ascii: "A")..<UInt8(ascii: "Z"):
            byte + 1
        case UInt8(ascii: "9"): UInt8(ascii: "0")
        case UInt8(ascii: "z"): UInt8(ascii: "a")
        case UInt8(ascii: "Z"): UInt8(ascii: "A")
        default: byte
        }
    }
}
