/// The commands in a text as documents have them: in the fences of Markdown, if there are any.
func commandsOfDocument(_ text: String) -> String {
    var blocks: [(isFenced: Bool, lines: [Substring])] = [(false, [])]
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
        if line.isFence {
            blocks.append((!blocks[blocks.count - 1].isFenced, []))
        } else {
            blocks[blocks.count - 1].lines.append(line)
        }
    }
    guard blocks.count > 1 else { return text }
    // Text between the fences is no command, unless a line of it begins with one.
    let kept = blocks.filter { block in
        block.lines.contains { block.isFenced ? $0.contains("curl") : $0.trimmed.hasPrefix("curl ") }
    }
    return kept.map { $0.lines.joined(separator: "\n") }.joined(separator: "\n")
}

extension Substring {
    /// Three backquotes or tildes, and maybe the name of a language.
    fileprivate var isFence: Bool {
        let text = trimmed
        guard text.hasPrefix("```") || text.hasPrefix("~~~") else { return false }
        return text.dropFirst(3).allSatisfy { $0.isLetter || $0.isNumber || "-+ ".contains($0) }
    }
}
