extension SourceFile {
    /// The largest file that is read, in bytes. A workflow of 5,000 steps has about one MiB.
    package static let maximumSize = 16 << 20

    /// Decodes a file's bytes as UTF-8, or as UTF-16 if a byte order mark says so.
    package static func decode(
        path: String, location: String? = nil, bytes: [UInt8]
    ) -> (file: SourceFile, diagnostics: [Diagnostic]) {
        if bytes.starts(with: [0xFF, 0xFE]) {
            return decodeUTF16(path: path, location: location, bytes: bytes.dropFirst(2)) { low, high in
                UInt16(high) << 8 | UInt16(low)
            }
        }
        if bytes.starts(with: [0xFE, 0xFF]) {
            return decodeUTF16(path: path, location: location, bytes: bytes.dropFirst(2)) { high, low in
                UInt16(high) << 8 | UInt16(low)
            }
        }
        let markLength = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let text = markLength == 0 ? bytes : Array(bytes.dropFirst(markLength))
        if let offset = offsetOfInvalidUTF8(text) {
            let file = SourceFile(path: path, location: location, text: String(decoding: text, as: UTF8.self))
            // The repaired text has U+FFFD in place of the bad bytes: three bytes at the same offset.
            let place = SourceRange(file: file, at: file.position(atOffset: offset))
            let byte = String(text[offset], radix: 16, uppercase: true)
            let message = "byte 0x\(byte) at offset \(offset + markLength) is not valid UTF-8"
            let isTable = path.hasSuffix(".csv")
            let guess = encodingGuess(text, at: offset).map { "it looks like \($0): " } ?? ""
            let help = "\(guess)save the file as \(isTable ? "CSV UTF-8" : "UTF-8")"
            return (file, [.error(.invalidUTF8, message, at: place, help: help)])
        }
        return (SourceFile(path: path, location: location, text: text), [])
    }

    private static func decodeUTF16(
        path: String, location: String?, bytes: ArraySlice<UInt8>, unit: (UInt8, UInt8) -> UInt16
    ) -> (file: SourceFile, diagnostics: [Diagnostic]) {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = bytes.startIndex
        while index + 1 < bytes.endIndex {
            units.append(unit(bytes[index], bytes[index + 1]))
            index += 2
        }
        let text = String(decoding: units, as: UTF16.self)
        let file = SourceFile(path: path, location: location, text: text)
        let isIntact = bytes.count.isMultiple(of: 2) && Array(text.utf16) == units
        if isIntact { return (file, []) }
        let message = "the byte order mark says UTF-16, but the text is not valid UTF-16"
        let place = SourceRange(file: file, at: .start)
        return (file, [.error(.invalidUTF16, message, at: place, help: "save the file as UTF-8")])
    }

    /// The encoding that a text in another encoding than UTF-8 most likely has.
    private static func encodingGuess(_ bytes: [UInt8], at offset: Int) -> String? {
        if bytes.prefix(100).contains(0) { return "UTF-16 without a byte order mark" }
        // Letters with accents, and the quotes and dashes that spreadsheets write.
        return 0xC0...0xFF ~= bytes[offset] || 0x80...0x9F ~= bytes[offset]
            ? "Windows-1252, which spreadsheets write for \"CSV\"" : nil
    }

    private static func offsetOfInvalidUTF8(_ bytes: [UInt8]) -> Int? {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }
}
