extension StringProtocol {
    /// The range of the first occurrence of a string, found by bytes: a search by characters takes many times as long.
    package func range(ofText text: String) -> Range<Index>? {
        guard let offset = offset(ofText: text) else { return nil }
        let start = utf8.index(startIndex, offsetBy: offset)
        return start..<utf8.index(start, offsetBy: text.utf8.count)
    }

    /// Whether a string occurs in it.
    package func contains(text: String) -> Bool { offset(ofText: text) != nil }

    /// Where a string occurs first, in bytes.
    private func offset(ofText text: String) -> Int? {
        withBytes { bytes in
            text.withBytes { wanted in
                guard let first = wanted.first else { return 0 }
                guard wanted.count <= bytes.count else { return nil }
                return (0...(bytes.count - wanted.count)).first { start in
                    bytes[start] == first && bytes[start...].starts(with: wanted)
                }
            }
        }
    }

    /// The bytes are copied only if they are not in one piece.
    private func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        utf8.withContiguousStorageIfAvailable(body) ?? Array(utf8).withUnsafeBufferPointer(body)
    }
}
