import Source

/// Causes of a syntax error that one line shows.
extension SyntaxReport {
    /// `-name: a`, which is a key and not an element of a list. The error is often in the lines below it.
    func missingSpaceAfterDash(upTo linesAbove: Int) -> Diagnostic? {
        for number in stride(from: range.start.line, through: max(1, range.start.line - linesAbove), by: -1) {
            let line = file.scalars(ofLine: number)
            guard let dash = line.firstIndex(where: { $0 != " " }), line[dash] == "-", dash + 1 < line.count,
                line[dash + 1].isKeyCharacter, !("0"..."9").contains(line[dash + 1])
            else { continue }
            let end = line[(dash + 1)...].firstIndex { !$0.isKeyCharacter } ?? line.count
            guard end < line.count, line[end] == ":" else { continue }
            let key = String(String.UnicodeScalarView(line[(dash + 1)..<end]))
            return .error(
                .yamlSyntax, "a space is missing after '-'", at: place(line: number, column: dash + 1),
                help: "write '- \(key): …'")
        }
        return nil
    }

    /// `mobile: "9002336768",` outside of `{ }`, as in JSON.
    var commaAfterValue: Diagnostic? {
        let line = file.scalars(ofLine: range.start.line)
        guard range.start.column <= line.count, line[range.start.column - 1] == "," else { return nil }
        let rest = line.dropFirst(range.start.column).drop { $0 == " " }
        guard rest.isEmpty || rest.first == "#" else { return nil }
        return .error(
            .yamlSyntax, "a ',' is not allowed after a value outside of '{ }' and '[ ]'", at: range,
            help: "remove the comma")
    }

    /// `expect: http: 200`: a key in the line of the key that it belongs to. Nil if the value looks like text.
    var secondKeyInLine: Diagnostic? {
        let line = file.scalars(ofLine: range.start.line)
        guard let first = firstColonWithValue, first < range.start.column - 1 else { return nil }
        let value = line[(first + 1)..<(range.start.column - 1)]
        let key = value.drop { $0 == " " || $0 == "\t" }
        guard let initial = key.first, ("a"..."z").contains(initial), key.allSatisfy(\.isKeyCharacter) else {
            return nil
        }
        let outer = String(String.UnicodeScalarView(line[..<first].drop { $0 == " " || $0 == "-" }))
        // The message does not repeat the second key: in `password: hunter2: x`, it is a part of a secret.
        let tab = value.contains("\t") ? "a tab and " : ""
        return .error(
            .yamlSyntax, "'\(outer):' is followed by \(tab)a second ':' in its line",
            at: place(line: range.start.line, columns: key.startIndex + 1..<range.start.column),
            help: "for a key, continue on the next line, indented; for a string, use quotes")
    }

    /// The index of the first ':' in the line of the error, if a value follows it there.
    var firstColonWithValue: Int? {
        let line = file.scalars(ofLine: range.start.line)
        return line.indices.dropLast().first { line[$0] == ":" && (line[$0 + 1] == " " || line[$0 + 1] == "\t") }
    }

    /// `{ first: list[0] }`: in `{ }` and `[ ]`, a bracket opens another collection.
    var bracketInText: Diagnostic? {
        let line = file.scalars(ofLine: range.start.line)
        let column = range.start.column - 1
        guard column > 0, column < line.count, line[column] == "[" || line[column] == "{",
            !" ,[{:$".unicodeScalars.contains(line[column - 1])
        else { return nil }
        let start = line[..<column].lastIndex { " ,[{".unicodeScalars.contains($0) } ?? -1
        let end = line[column...].firstIndex { " ,}:".unicodeScalars.contains($0) } ?? line.count
        return .error(
            .yamlSyntax, "text with '\(line[column])' must be in quotes inside of '{ }' and '[ ]'",
            at: place(line: range.start.line, columns: start + 2..<end + 1), help: "write it in double quotes")
    }

    /// `{ a: b #2 }`: the closing bracket is in a comment, and the error in a line below.
    var closingBracketInComment: Diagnostic? {
        guard let contextPlace, contextPlace.line < range.start.line,
            let closing = problem.last(where: { "}]".contains($0) })
        else { return nil }
        for number in contextPlace.line..<range.start.line {
            let line = file.scalars(ofLine: number)
            let sign = line.indices.first { $0 > 0 && line[$0] == "#" && line[$0 - 1] == " " }
            guard let sign, line[sign...].contains(where: { Character($0) == closing }) else { continue }
            return .error(
                .yamlSyntax, "what follows ' #' is a comment, and the '\(closing)' is in it",
                at: place(line: number, columns: sign + 1..<line.count + 1), help: "put the value in quotes")
        }
        return nil
    }

    /// A byte order mark after the one that the file may start with.
    var secondByteOrderMark: Diagnostic? {
        guard file.scalars(ofLine: 1).first == "\u{FEFF}" else { return nil }
        return .error(
            .yamlSyntax, "the file starts with two byte order marks", at: place(line: 1, column: 1),
            help: "save it as UTF-8 without a byte order mark")
    }

    private func place(line: Int, columns: Range<Int>) -> SourceRange {
        SourceRange(
            file: file, start: SourcePosition(line: line, column: columns.lowerBound),
            end: SourcePosition(line: line, column: columns.upperBound))
    }
}

extension Unicode.Scalar {
    var isKeyCharacter: Bool { self == "_" || properties.isAlphabetic || properties.numericType != nil }
}
