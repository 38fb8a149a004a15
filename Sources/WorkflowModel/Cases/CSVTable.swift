import Source

/// A CSV file (RFC 4180) with a header, read row by row. Every cell is a string as written, with its place.
struct CSVTable {
    let header: [Located<String>]
    private var reader: CSVReader

    /// If the header has no comma, the separator is `;` (as European spreadsheets write) or a tab.
    init(parsing file: SourceFile) throws(Diagnostic) {
        reader = CSVReader(file)
        guard let header = try Self.nextRecord(&reader) else {
            throw .error(
                .invalidCSV, "the file has no header", at: SourceRange(file: file, at: .start),
                help: "its first line names the columns, separated by commas")
        }
        self.header = header
    }

    /// The next row; nil after the last.
    mutating func next() throws(Diagnostic) -> [Located<String>]? {
        guard let record = try Self.nextRecord(&reader) else { return nil }
        guard record.count == header.count else { throw .wrongCellCount(record, header: header.count) }
        return record
    }

    /// Skips empty lines, which would read as a row with one empty cell.
    private static func nextRecord(_ reader: inout CSVReader) throws(Diagnostic) -> [Located<String>]? {
        while let record = try reader.next() {
            if record.count != 1 || !record[0].range.isEmpty { return record }
        }
        return nil
    }
}

/// Reads CSV record by record.
private struct CSVReader {
    private let file: SourceFile
    private let separator: UInt8
    private var index = 0
    /// The last place whose line and column were counted, so that they are not counted again from the start.
    private var known = (index: 0, line: 1, column: 1)

    init(_ file: SourceFile) {
        self.file = file
        // Empty lines before the header are ignored.
        let text = file.text.drop { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        let header = text.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        separator = candidates.first { header.contains($0) } ?? UInt8(ascii: ",")
    }

    /// The next record; nil at the end of the file.
    mutating func next() throws(Diagnostic) -> [Located<String>]? {
        guard index < file.text.count else { return nil }
        var cells: [Located<String>] = []
        while true {
            cells.append(try cell())
            guard let byte = peek() else { return cells }
            if byte == separator {
                index += 1
            } else {
                takeLineBreak()
                return cells
            }
        }
    }

    private mutating func cell() throws(Diagnostic) -> Located<String> {
        guard peek() == UInt8(ascii: "\"") else {
            let (start, opening) = (index, position())
            while let byte = peek(), byte != separator, !isLineBreak(byte) {
                if byte == UInt8(ascii: "\"") {
                    throw .error(
                        .invalidCSV, "a double quote within a cell", at: SourceRange(file: file, at: position()),
                        help: "put the whole cell in double quotes, and double this one")
                }
                index += 1
            }
            return located(String(decoding: file.text[start..<index], as: UTF8.self), from: opening)
        }
        return try quotedCell()
    }

    private mutating func quotedCell() throws(Diagnostic) -> Located<String> {
        let opening = position()
        var content: [UInt8] = []
        index += 1
        while let byte = peek() {
            if byte == UInt8(ascii: "\"") {
                index += 1
                guard peek() == UInt8(ascii: "\"") else {
                    if let next = peek(), next != separator, !isLineBreak(next) {
                        throw .error(
                            .invalidCSV, "text after the closing quote of a cell",
                            at: SourceRange(file: file, at: position()),
                            help: "inside a quoted cell, write a double quote twice")
                    }
                    return located(String(decoding: content, as: UTF8.self), from: opening)
                }
                content.append(byte)
                index += 1
            } else if isLineBreak(byte) {
                let from = index
                takeLineBreak()
                content += file.text[from..<index]
            } else {
                content.append(byte)
                index += 1
            }
        }
        throw .error(.invalidCSV, "a quoted cell without its closing quote", at: SourceRange(file: file, at: opening))
    }

    /// A cell of several lines is shown by its first character.
    private mutating func located(_ text: String, from start: SourcePosition) -> Located<String> {
        let end = position()
        return Located(
            text,
            at: end.line == start.line
                ? SourceRange(file: file, start: start, end: end) : SourceRange(file: file, at: start))
    }

    /// Lines are counted as the file counts them, also where a cell goes on: after NEL, LS and PS.
    private mutating func position() -> SourcePosition {
        while known.index < index {
            if let lineBreak = file.lineBreak(at: known.index) {
                known = (lineBreak.upperBound, known.line + 1, 1)
            } else {
                // A byte of the form 0b10xxxxxx continues a scalar; every other byte starts one.
                if file.text[known.index] & 0xC0 != 0x80 { known.column += 1 }
                known.index += 1
            }
        }
        return SourcePosition(line: known.line, column: known.column)
    }

    private func peek() -> UInt8? { index < file.text.count ? file.text[index] : nil }

    private func isLineBreak(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

    private mutating func takeLineBreak() {
        if peek() == UInt8(ascii: "\r") { index += 1 }
        if peek() == UInt8(ascii: "\n") { index += 1 }
    }
}

extension Diagnostic {
    fileprivate static func wrongCellCount(_ record: [Located<String>], header: Int) -> Diagnostic {
        let last = record[record.count - 1].range
        let range = SourceRange(file: last.file, start: record[0].range.start, end: last.end)
        return .error(
            .invalidCSV,
            "this row has \(record.count) \(record.count == 1 ? "cell" : "cells"), the header has \(header)", at: range,
            help: record.count > header ? "put a cell with a comma in double quotes" : nil)
    }
}
