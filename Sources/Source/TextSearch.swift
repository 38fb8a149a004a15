extension StringProtocol {
    /// The range of the first occurrence of a string, found by bytes: a search by characters takes many times as long.
    package func range(ofText text: String) -> Range<Index>? {
        let wanted = text.utf8
        // Most texts do not have it, and are looked through fastest as bytes.
        if let isThere = contains(bytesOf: text), !isThere { return nil }
        guard let firstByte = wanted.first else { return startIndex..<startIndex }
        var start = utf8.startIndex
        while let first = utf8[start...].firstIndex(of: firstByte) {
            if utf8[first...].starts(with: wanted) { return first..<utf8.index(first, offsetBy: wanted.count) }
            start = utf8.index(after: first)
        }
        return nil
    }

    /// Whether a string occurs in it.
    package func contains(text: String) -> Bool { contains(bytesOf: text) ?? (range(ofText: text) != nil) }

    /// Nil if the bytes of one of the two are not in one piece.
    private func contains(bytesOf text: String) -> Bool? {
        utf8.withContiguousStorageIfAvailable { bytes -> Bool? in
            text.utf8.withContiguousStorageIfAvailable { wanted in
                guard let first = wanted.first else { return true }
                guard wanted.count <= bytes.count else { return false }
                for start in 0...(bytes.count - wanted.count) where bytes[start] == first {
                    if bytes[start...].starts(with: wanted) { return true }
                }
                return false
            }
        } ?? nil
    }
}
