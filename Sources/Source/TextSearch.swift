extension StringProtocol {
    /// The range of the first occurrence of a string, found by bytes: a search by characters takes many times as long.
    package func range(ofText text: String) -> Range<Index>? {
        let wanted = text.utf8
        guard let firstByte = wanted.first else { return startIndex..<startIndex }
        var start = utf8.startIndex
        while let first = utf8[start...].firstIndex(of: firstByte) {
            if utf8[first...].starts(with: wanted) { return first..<utf8.index(first, offsetBy: wanted.count) }
            start = utf8.index(after: first)
        }
        return nil
    }

    /// Whether a string occurs in it.
    package func contains(text: String) -> Bool { range(ofText: text) != nil }
}
