/// Some members or elements of a value, by their indices in it.
struct ChildSet {
    private var isAll = false
    private var words: [UInt64] = []

    func contains(_ index: Int) -> Bool {
        isAll || index >> 6 < words.count && words[index >> 6] >> UInt64(index & 63) & 1 == 1
    }

    mutating func insert(_ index: Int) {
        if isAll { return }
        while words.count <= index >> 6 { words.append(0) }
        words[index >> 6] |= 1 << UInt64(index & 63)
    }

    mutating func insertAll() {
        isAll = true
        words = []
    }

    mutating func formUnion(_ other: ChildSet) {
        if isAll { return }
        if other.isAll || words.isEmpty {
            self = other
            return
        }
        while words.count < other.words.count { words.append(0) }
        for (index, word) in other.words.enumerated() { words[index] |= word }
    }

    /// The size in memory, for the budget of work.
    var weight: Int { words.count / 8 }
}
