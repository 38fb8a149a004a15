extension String {
    /// Whether a line of a file gives a credential a literal value instead of a reference. Such a line is never shown.
    var holdsLiteralCredential: Bool {
        // On bytes, because a file can be one very long line.
        var line = Array(utf8)
        for index in line.indices where UInt8(ascii: "A")...UInt8(ascii: "Z") ~= line[index] { line[index] |= 0x20 }
        return line.indices.contains { index in
            // All of the names contain this letter, and few other words do.
            guard line[index] == UInt8(ascii: "k"), let end = endOfName(at: index, in: line) else { return false }
            let afterName = line[end...].drop { "\"' ".utf8.contains($0) }
            guard afterName.first == UInt8(ascii: ":") else { return false }
            let value = afterName.dropFirst().first { $0 != UInt8(ascii: " ") }
            return value.map { $0 != UInt8(ascii: "{") } ?? false
        }
    }

    /// The end of the name of a credential whose `key` starts at `index`; nil if there is none.
    private func endOfName(at index: Int, in line: [UInt8]) -> Int? {
        let isName = line[index...].starts(with: "key".utf8) && index > 0 && "_-".utf8.contains(line[index - 1])
        guard isName else { return nil }
        let before = line[..<(index - 1)]
        let isCredential = ["developer", "access", "secret"].contains {
            before.suffix($0.utf8.count).elementsEqual($0.utf8)
        }
        return isCredential ? index + 3 : nil
    }
}
