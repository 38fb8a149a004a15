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
    /// Texts so short that they are in many others by accident: such a text counts only as a whole value.
    private let whole: Set<[UInt8]>
    private let hasReadOne = Atomic(false)

    /// In bytes.
    private static let shortestPart = 4

    package init(_ texts: [String]) {
        let all = texts.map { Array($0.utf8) }.filter { !$0.isEmpty }
        whole = Set(all.filter { $0.count < Self.shortestPart })
        let bytes = all.filter { $0.count >= Self.shortestPart }
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

    package func areIn(_ text: String) -> Bool {
        guard !texts.isEmpty || !whole.isEmpty else { return false }
        let bytes = Array(text.utf8)
        return whole.contains(bytes) || first(in: bytes[...]) != nil
    }

    /// The text with other characters in each hidden text: what a judgement finds in all of them hangs on no hidden text.
    package func variants(of text: String) -> [String] {
        let bytes = Array(text.utf8)
        var ranges: [Range<Int>] = []
        while let range = first(in: bytes[(ranges.last?.upperBound ?? 0)...]) { ranges.append(range) }
        return Self.fillers.map { filler in
            var result: [UInt8] = []
            var start = 0
            for range in ranges {
                result += bytes[start..<range.lowerBound]
                if let filler { result += Array(repeating: filler, count: range.count) }
                start = range.upperBound
            }
            return String(decoding: result + bytes[start...], as: UTF8.self)
        }
    }

    /// A digit, a letter and a sign of each kind that patterns tell apart; nil for nothing at all.
    private static let fillers: [UInt8?] = "0159afzAFZ -.:/+=_;".utf8.map(Optional.some) + [nil]

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
}
