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

    /// In bytes. A shorter text is in many others by accident: it counts only where no letter and no digit is beside it.
    private static let shortestPart = 4

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

    package func areIn(_ text: String) -> Bool { !texts.isEmpty && first(in: Array(text.utf8), from: 0) != nil }

    /// A text with others of the same form in the place of its hidden texts. There are `variantCount` of them; a judgement that is the same for
    /// all hangs on no hidden text.
    package func variant(_ number: Int, of text: String) -> String {
        var bytes = Array(text.utf8)
        var start = 0
        while let range = first(in: bytes, from: start) {
            for index in range { bytes[index] = Self.other(bytes[index], number) }
            start = range.upperBound
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    package static let variantCount = 26

    /// What is no letter and no digit is a mask, which has no form.
    private static func other(_ byte: UInt8, _ number: Int) -> UInt8 {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(ascii: "0") + UInt8(number % 10)
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt8(ascii: "a") + UInt8(number)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt8(ascii: "A") + UInt8(number)
        case 0x80...: masks[number % masks.count]
        default: byte
        }
    }

    private static let masks = Array("059azAZ -.:/+=_;".utf8)

    /// Must be called before a judgement reads the characters of a string or the digits of a number.
    package func willRead(_ value: JSONValue) {
        if areIn(value) { hasReadOne.store(true, ordering: .relaxed) }
    }

    /// Whether one was read since the last call.
    package func wereRead() -> Bool { hasReadOne.exchange(false, ordering: .relaxed) }

    private func first(in text: [UInt8], from offset: Int) -> Range<Int>? {
        for start in offset..<text.count where starts.contains(text[start]) {
            for (length, texts) in texts where start + length <= text.count {
                let range = start..<start + length
                if texts.contains(Array(text[range])), length >= Self.shortestPart || isAlone(range, in: text) {
                    return range
                }
            }
        }
        return nil
    }

    private func isAlone(_ range: Range<Int>, in text: [UInt8]) -> Bool {
        [range.lowerBound - 1, range.upperBound].allSatisfy {
            !text.indices.contains($0) || !Self.isLetterOrDigit(text[$0])
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }
}
