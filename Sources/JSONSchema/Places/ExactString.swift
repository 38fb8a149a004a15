import JSON

/// A string that is equal only to a string of the same code points. Swift's own strings compare by canonical equivalence.
struct ExactString: Sendable, Hashable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (left: ExactString, right: ExactString) -> Bool {
        left.text.utf8.count == right.text.utf8.count && left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        let isHashed: Void? = text.utf8.withContiguousStorageIfAvailable {
            hasher.combine(bytes: UnsafeRawBufferPointer($0))
        }
        if isHashed == nil { for byte in text.utf8 { hasher.combine(byte) } }
    }
}

extension JSONObject {
    /// The members without those whose name occurs again later: the last value counts.
    var distinctMembers: [Member] {
        var names: Set<ExactString> = []
        let last = members.reversed().filter { names.insert(ExactString($0.name)).inserted }
        return last.count == members.count ? members : last.reversed()
    }
}
