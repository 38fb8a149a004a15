import Foundation

/// A page of `Cases/invalid`: a title, and a heading for each case.
///
///     ## unknown-operator
///
///     `workflow.yml`:
///     ```yaml
///     steps: …
///     ```
///
///     ```sh
///     QA_MOBILE=9002336768 ekoflow run workflow.yml --tags 'smoke and not slow'
///     ```
///
///     ```text
///     error[unknown_operator]: …
///     ```
///
/// - A block below a path is a file of the case's workspace.
/// - `sh`: the command, in one line; `ekoflow run workflow.yml --env sandbox` if there is none. The process has only the
///   variables before it. Of the syntax of a shell, only single quotes are supported.
/// - `text`: the expected stderr; `text stdout`: the expected stdout, which is empty if there is no such block. Times and
///   identifiers are replaced with fixed values.
///
/// Names of cases are unique over all pages. Sentences may be anywhere. A page cannot contain a file that is not UTF-8, has a
/// carriage return, or ends without a line break: a case with such a file is a folder of `Cases/invalid`.
struct CasePage: Sendable {
    struct Case: Sendable {
        let name: String
        let line: Int
        fileprivate(set) var files: [String: String] = [:]
        fileprivate(set) var outputs: [Output: MarkdownBlock] = [:]
        fileprivate var writtenCommand: CaseCommand?
        /// The line of its heading, or the last line of its last block.
        fileprivate var lastLine: Int

        var command: CaseCommand { writtenCommand ?? .standard }

        fileprivate init(_ heading: MarkdownHeading) {
            (name, line, lastLine) = (heading.text, heading.line, heading.line)
        }
    }

    /// The raw value is the text after the backticks of its block.
    enum Output: String, Sendable {
        case stderr = "text"
        case stdout = "text stdout"
    }

    private(set) var cases: [Case] = []
    private(set) var problems: [PageProblem] = []

    init(_ text: String) {
        let page = FencedPage(text)
        problems = page.problems
        if case .heading(let title) = page.parts.first, title.level == 1 {
            add(page.parts.dropFirst())
        } else {
            problems.append(PageProblem(1, "a page starts with '# ' and its title"))
            add(page.parts[...])
        }
        for item in cases where item.files.isEmpty && item.writtenCommand == nil {
            problems.append(PageProblem(item.line, "'\(item.name)' has no file and no command"))
        }
        problems.sort { $0.line < $1.line }
    }

    /// The page with a new output of a case: in place of the old block, or after the case's last block if there is no old block.
    static func page(_ text: String, writing output: Output, _ content: String, of name: String) -> String {
        guard let item = CasePage(text).cases.first(where: { $0.name == name }) else { return text }
        var lines = FencedPage.lines(of: text).map(String.init)
        let new = MarkdownBlock(path: nil, info: output.rawValue, text: content, lines: 1...1).markdown
        if let old = item.outputs[output] {
            // Without a new block, the empty line above the old block is removed too.
            let start = content.isEmpty && lines[old.line - 2].isEmpty ? old.line - 2 : old.line - 1
            lines.replaceSubrange(start..<old.lines.upperBound, with: content.isEmpty ? [] : new)
        } else if !content.isEmpty {
            lines.insert(contentsOf: [""] + new, at: item.lastLine)
        }
        return lines.joined(separator: "\n")
    }

    private mutating func add(_ parts: ArraySlice<FencedPage.Part>) {
        for part in parts {
            do throws(PageProblem) {
                switch part {
                case .heading(let heading): try add(heading)
                case .block(let block): try add(block)
                }
            } catch {
                problems.append(error)
            }
        }
    }

    private mutating func add(_ heading: MarkdownHeading) throws(PageProblem) {
        guard heading.level == 2 else {
            throw PageProblem(heading.line, "the heading of a case starts with '## '")
        }
        let other = cases.first { $0.name == heading.text }
        cases.append(Case(heading))
        if heading.text.wholeMatch(of: #/[a-z0-9]+(-[a-z0-9]+)*/#) == nil {
            throw PageProblem(heading.line, "a name is of small letters, digits and '-'")
        }
        if let other {
            throw PageProblem(heading.line, "another case is named '\(heading.text)', on line \(other.line)")
        }
    }

    private mutating func add(_ block: MarkdownBlock) throws(PageProblem) {
        let last = cases.endIndex - 1
        guard last >= 0 else { throw PageProblem(block.line, "a block before the first case") }
        cases[last].lastLine = block.lines.upperBound
        if let path = block.path {
            if path.hasPrefix("/") || path.split(separator: "/").contains("..") {
                throw PageProblem(block.line, "'\(path)' is not inside of the workspace")
            }
            let old = cases[last].files.updateValue(block.text, forKey: path)
            if old != nil { throw PageProblem(block.line, "the case has a file '\(path)' already") }
        } else if block.info == "sh" {
            if cases[last].writtenCommand != nil { throw PageProblem(block.line, "the case has a command already") }
            cases[last].writtenCommand = try CaseCommand(block)
        } else if let output = Output(rawValue: block.info) {
            let old = cases[last].outputs.updateValue(block, forKey: output)
            if old != nil { throw PageProblem(block.line, "the case has a block of '\(block.info)' already") }
        } else {
            throw PageProblem(block.line, "a block of '\(block.info)' that is no file, no command and no output")
        }
    }
}

extension CasePage {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
        path: "Cases/invalid")

    static let invalid: [(file: URL, page: CasePage)] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".md") }.sorted().map { name in
            let file = folder.appending(path: name)
            return (file, CasePage((try? String(contentsOf: file, encoding: .utf8)) ?? ""))
        }
    }()
}
