import Synchronization

/// The texts that stand in the place of others in a recording, such as secrets, and whether a judgement has read the characters of one.
/// Such a judgement says nothing of the value that was there.
package final class HiddenTexts: Sendable {
    /// Those of the recording that is judged again; nil in a run, which hides nothing from its own judgement.
    @TaskLocal package static var current: HiddenTexts?

    private let texts: [String]
    private let hasReadOne = Atomic(false)

    package init(_ texts: [String]) {
        self.texts = texts
    }

    /// Whether one of them is in a value, in its names, or in a part of it.
    package func areIn(_ value: JSONValue) -> Bool {
        switch value {
        case .null, .bool: false
        case .number(let number): areIn(number.text)
        case .string(let text): areIn(text)
        case .array(let elements): elements.contains(where: areIn)
        case .object(let object): object.members.contains { areIn($0.name) || areIn($0.value) }
        }
    }

    package func areIn(_ text: String) -> Bool { texts.contains(where: text.contains) }

    /// A text with other characters of the same kind in their place.
    package func withOthers(in text: String) -> String {
        texts.reduce(text) { text, hidden in
            text.replacing(hidden, with: String(decoding: hidden.utf8.map(Self.other), as: UTF8.self))
        }
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

    /// Keeps in mind that the characters of a value, or the digits of a number, decide about a judgement.
    package func willRead(_ value: JSONValue) {
        if areIn(value) { hasReadOne.store(true, ordering: .relaxed) }
    }

    /// Whether one was read since this was last asked.
    package func wereRead() -> Bool { hasReadOne.exchange(false, ordering: .relaxed) }
}
