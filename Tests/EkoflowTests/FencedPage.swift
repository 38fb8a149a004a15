import Foundation

/// The headings and the fenced blocks of a Markdown page, in order.
///
/// A block starts at a line of three or more backticks and ends at a line of at least as many. As in
/// `scripts/docs/run-documentation.py`, the block is a file if the line above it is only a path in backticks with a colon.
struct FencedPage: Sendable {
    enum Part: Sendable, Equatable {
        case heading(MarkdownHeading)
        case block(MarkdownBlock)
    }

    private(set) var parts: [Part] = []
    private(set) var problems: [PageProblem] = []

    init(_ text: String) {
        var open: (block: MarkdownBlock, fence: Int)?
        var path: (text: String, line: Int)?
        /// A path belongs to the block directly below it.
        func pathWithoutBlock() -> [PageProblem] {
            path.map { [PageProblem($0.line, "no block follows the path '\($0.text)'")] } ?? []
        }
        for (number, line) in zip(1..., Self.lines(of: text)) {
            if line.unicodeScalars.contains("\r") {
                problems.append(PageProblem(number, "a carriage return: what needs one cannot stand in a page"))
            }
            let fence = Self.fence(line)
            if let (block, length) = open {
                if let fence, fence.length >= length, fence.info.isEmpty {
                    parts.append(.block(block.ending(at: number)))
                    open = nil
                } else {
                    open?.block.text += "\(line)\n"
                }
            } else if let fence {
                let block = MarkdownBlock(path: path?.text, info: fence.info, text: "", lines: number...number)
                open = (block, fence.length)
                path = nil
            } else if let match = line.wholeMatch(of: #/`([^`]+)`:/#) {
                problems += pathWithoutBlock()
                path = (String(match.1), number)
            } else if !line.isEmpty {
                problems += pathWithoutBlock()
                path = nil
                if let match = line.wholeMatch(of: #/(#+) (.+)/#) {
                    let heading = MarkdownHeading(level: match.1.count, text: String(match.2), line: number)
                    parts.append(.heading(heading))
                }
            }
        }
        problems += pathWithoutBlock()
        if let open { problems.append(PageProblem(open.block.line, "this block is not closed")) }
    }

    static func lines(of text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    private static func fence(_ line: Substring) -> (length: Int, info: String)? {
        let length = line.prefix { $0 == "`" }.count
        let info = line.dropFirst(length).trimmingCharacters(in: .whitespaces)
        return length >= 3 && !info.contains("`") ? (length, info) : nil
    }
}

struct MarkdownHeading: Sendable, Equatable {
    let level: Int
    let text: String
    let line: Int
}

struct MarkdownBlock: Sendable, Equatable {
    /// The path of the file in the block; nil if the block is not a file.
    let path: String?
    /// The text after the backticks, for example `yaml`.
    let info: String
    /// Each of its lines ends with a line break.
    var text: String
    /// From its first fence to its last, in lines of the page.
    private(set) var lines: ClosedRange<Int>

    init(path: String?, info: String, text: String, lines: ClosedRange<Int>) {
        (self.path, self.info, self.text, self.lines) = (path, info, text, lines)
    }

    var line: Int { lines.lowerBound }

    /// The block as Markdown. Its fences are longer than any fence in the text.
    var markdown: [String] {
        var contents = FencedPage.lines(of: text).map(String.init)
        if contents.last == "" { contents.removeLast() }
        let longest = contents.map { $0.prefix { $0 == "`" }.count }.max() ?? 0
        let fence = String(repeating: "`", count: max(3, longest + 1))
        return [fence + info] + contents + [fence]
    }

    fileprivate func ending(at line: Int) -> MarkdownBlock {
        MarkdownBlock(path: path, info: info, text: text, lines: self.line...line)
    }
}

/// What is wrong with a page, and on which line.
struct PageProblem: Error, Equatable, CustomStringConvertible {
    let line: Int
    let message: String

    init(_ line: Int, _ message: String) {
        (self.line, self.message) = (line, message)
    }

    var description: String { "\(line): \(message)" }
}
