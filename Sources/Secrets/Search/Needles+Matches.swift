extension Needles {
    /// Calls `body` with each part of a folded text that is a part of a secret.
    func forEachMatch(in folding: Folding, _ body: (Range<Int>) -> Void) {
        let text = folding.bytes
        if !runs.isEmpty {
            matchRuns(in: text, body)
            matchSeparatedRuns(in: text, body)
        }
        for (length, values) in short { matchShort(length, values, in: folding, isNumber: false, body) }
        for (length, values) in shortNumbers { matchShort(length, values, in: folding, isNumber: true, body) }
        if !shortNumbers.isEmpty { matchSeparatedNumbers(in: text, body) }
    }

    private func matchRuns(in text: [UInt8], _ body: (Range<Int>) -> Void) {
        var run: UInt64 = 0
        var (start, end, needed) = (0, 0, Int.max)
        func finish() { if end - start >= needed { body(start..<end) } }
        for (index, byte) in text.enumerated() {
            run = run << 8 | UInt64(byte)
            guard index >= Self.runLength - 1, let length = runs[run] else { continue }
            if index > end {
                finish()
                (start, needed) = (index + 1 - Self.runLength, length)
            }
            (end, needed) = (index + 1, min(needed, length))
        }
        finish()
    }

    /// Whole secrets, or 16 characters, with anything but letters and digits between them.
    private func matchSeparatedRuns(in text: [UInt8], _ body: (Range<Int>) -> Void) {
        var run: UInt64 = 0
        var places: [Int] = []
        var (matched, needed) = (0, 0)
        for (index, byte) in text.enumerated() {
            if byte == Reading.gap {
                places.removeAll(keepingCapacity: true)
                matched = 0
            }
            guard ByteTraits.isLetterOrDigit(byte) else { continue }
            places.append(index)
            run = run << 8 | UInt64(byte)
            guard places.count >= Self.runLength, let length = separatedRuns[run] else {
                matched = 0
                continue
            }
            (matched, needed) = matched == 0 ? (Self.runLength, length) : (matched + 1, min(needed, length))
            if matched >= needed { body(places[places.count - matched]..<(index + 1)) }
        }
    }

    private func matchShort(
        _ length: Int, _ values: Set<UInt64>, in folding: Folding, isNumber: Bool, _ body: (Range<Int>) -> Void
    ) {
        let text = folding.bytes
        let mask = UInt64(1) << UInt64(length * 8) - 1
        var value: UInt64 = 0
        for (index, byte) in text.enumerated() {
            value = value << 8 | UInt64(byte)
            guard index >= length - 1, values.contains(value & mask) else { continue }
            let match = (index + 1 - length)..<(index + 1)
            // A character that was left out, for example a line break, separates two digits.
            func isDigit(_ place: Int, besides other: Int) -> Bool {
                text.indices.contains(place) && ByteTraits.isDigit(text[place])
                    && folding.first[max(place, other)] == folding.last[min(place, other)] + 1
            }
            if isNumber,
                isDigit(match.lowerBound - 1, besides: match.lowerBound)
                    || isDigit(match.upperBound, besides: match.upperBound - 1)
            {
                continue
            }
            body(match)
        }
    }

    /// Numbers with a separator between digits: `012-345`, `0 1 2 3 4 5`.
    private func matchSeparatedNumbers(in text: [UInt8], _ body: (Range<Int>) -> Void) {
        var (value, length, start, end) = (UInt64(0), 0, 0, 0)
        var isSeparated = false
        func finish() {
            if isSeparated, shortNumbers[length]?.contains(value) == true { body(start..<end) }
            (value, length, isSeparated) = (0, 0, false)
        }
        for (index, byte) in text.enumerated() {
            if ByteTraits.isDigit(byte) {
                if length == 0 { start = index } else if index > end { isSeparated = true }
                (value, length, end) = (value << 8 | UInt64(byte), length + 1, index + 1)
            } else if length > 0, index > end + 1 || !" -._".utf8.contains(byte) {
                finish()
            }
        }
        finish()
    }
}
