/// A position in a file. Lines and columns count from 1, columns in Unicode scalars.
package struct SourcePosition: Hashable, Comparable, Sendable {
    package let line: Int
    package let column: Int

    package static let start = SourcePosition(line: 1, column: 1)

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static func < (left: SourcePosition, right: SourcePosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// A part of one file, from `start` up to but not including `end`.
package struct SourceRange: Sendable {
    package let file: SourceFile
    package let start: SourcePosition
    package let end: SourcePosition

    package init(file: SourceFile, start: SourcePosition, end: SourcePosition) {
        self.file = file
        self.start = start
        self.end = end
    }

    /// A range of one character.
    package init(file: SourceFile, at position: SourcePosition) {
        self.init(file: file, start: position, end: SourcePosition(line: position.line, column: position.column + 1))
    }

    package var isEmpty: Bool { start == end }

    /// A part of this range that is on its first line, by offsets in Unicode scalars from its start.
    package func part(_ offsets: Range<Int>) -> SourceRange {
        SourceRange(
            file: file,
            start: SourcePosition(line: start.line, column: start.column + offsets.lowerBound),
            end: SourcePosition(line: start.line, column: start.column + offsets.upperBound))
    }
}
