import JSON
import Source
import YAML

/// A text without quotes ends at ' #': what follows is a comment.
extension YAMLNode {
    /// The comment after a scalar without quotes, and whether it looks like a part of the text: `step #1`, but not
    /// `step # the first`.
    var commentAfterText: (place: SourceRange, looksLikeText: Bool)? {
        guard let scalar, scalar.style == .plain, !scalar.text.isEmpty,
            range.file.hasNumberSign(inLine: range.end.line)
        else { return nil }
        let line = range.file.scalars(ofLine: range.end.line)
        let rest = line.dropFirst(range.end.column - 1)
        guard let sign = rest.firstIndex(where: { $0 != " " }), line[sign] == "#", sign > rest.startIndex else {
            return nil
        }
        let next = line.dropFirst(sign + 1).first
        let looksLikeText = sign == rest.startIndex + 1 && next.map { ("0"..."9").contains($0) } ?? false
        let place = SourceRange(
            file: range.file, start: SourcePosition(line: range.end.line, column: sign + 1),
            end: SourcePosition(line: range.end.line, column: line.count + 1))
        return (place, looksLikeText)
    }
}

extension DecodingContext {
    /// Warns of a text that a comment cuts, as in `name: step #1`.
    mutating func warnOfComment(after node: YAMLNode) {
        guard let scalar = node.scalar, let comment = node.commentAfterText, comment.looksLikeText,
            JSONNumber(scalar.text) == nil
        else { return }
        report(
            .warning(
                .ambiguousScalar, "everything after ' #' is a comment, not a part of the value",
                at: comment.place, help: "put the value in quotes, or put a space after '#' for a comment"))
    }
}
