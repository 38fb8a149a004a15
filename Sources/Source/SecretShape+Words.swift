extension String {
    /// The words that look like a key, and the user and password of a URL.
    package var secretWords: [String] {
        unicodeScalars.split { !$0.isOfWord }.map(String.init).filter(\.looksLikeSecret) + usersOfURLs
    }

    /// Replaces the words that look like a key, and the user and password of a URL.
    package func hidingSecretWords(as mask: String) -> String {
        let text = usersOfURLs.reduce(self) { $0.hiding($1, as: mask) }
        var (result, word) = ("", UnicodeScalarView())
        func endWord() {
            let ended = String(word)
            result += ended.looksLikeSecret ? mask : ended
            word = UnicodeScalarView()
        }
        for scalar in text.unicodeScalars {
            if scalar.isOfWord {
                word.append(scalar)
            } else {
                endWord()
                result.unicodeScalars.append(scalar)
            }
        }
        endWord()
        return result
    }

    /// Replaces a word. Replaces its start too, of at least 8 characters, because messages cut long text.
    package func hiding(_ word: String, as mask: String) -> String {
        let start = word.prefix(8)
        var (result, rest) = ("", self[...])
        while let found = rest.firstRange(of: start) {
            var end = found.upperBound
            var wanted = word.dropFirst(start.count)
            while end < rest.endIndex, let next = wanted.first, rest[end] == next {
                end = rest.index(after: end)
                wanted = wanted.dropFirst()
            }
            result += rest[..<found.lowerBound] + mask
            rest = rest[end...]
        }
        return result + rest
    }

    private var usersOfURLs: [String] {
        guard utf8.contains(UInt8(ascii: "@")) else { return [] }
        return ranges(of: "://").compactMap { scheme in
            let authority = self[scheme.upperBound...].prefix { !"/ \"'`<>|?#".contains($0) && !$0.isWhitespace }
            return authority.lastIndex(of: "@").map { String(authority[..<$0]) }
        }.filter { $0.contains(":") }
    }
}

extension SourceRange {
    /// The words in its lines that look like a key. Of many lines, only the first are searched.
    package var secretWords: [String] {
        (start.line...max(start.line, min(end.line, start.line + 20))).flatMap { line in
            let scalars = file.scalars(ofLine: line)
            let place = line == start.line ? min(start.column - 1, scalars.count) : 0
            return String(String.UnicodeScalarView(scalars[SourceRange.window(of: scalars, around: place)])).secretWords
        }
    }

    /// The part of a line around a place that can be shown. A file can be one long line with many problems. A word is not
    /// cut, unless it is very long.
    package static func window(of line: [Unicode.Scalar], around place: Int) -> Range<Int> {
        var (from, to) = (max(0, place - 500), min(line.count, place + 1_000))
        let (first, last) = (max(0, from - 4_000), min(line.count, to + 4_000))
        while from > first, !line[from - 1].properties.isWhitespace { from -= 1 }
        while to < last, !line[to].properties.isWhitespace { to += 1 }
        return from..<to
    }
}

extension Unicode.Scalar {
    /// A character of a key, a path or a URL.
    fileprivate var isOfWord: Bool {
        switch value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "_-./~+=".unicodeScalars.contains(self)
        }
    }
}
