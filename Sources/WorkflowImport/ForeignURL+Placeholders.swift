import Source

extension String {
    /// An address with `{{id}}` in place of `{id}` and `<id>`, also percent-encoded. Documents write them for a value, and the
    /// other tool would send them literally. The query does not change.
    var withWholePlaceholders: String {
        guard utf8.count <= ForeignURL.maximumLength else { return self }
        let query = self[(firstIndex(of: "?") ?? endIndex)...]
        var result = ""
        var rest = self[..<query.startIndex]
        while let character = rest.first {
            if rest.hasPrefix("{{"), let end = rest.range(ofText: "}}") {
                result += rest[..<end.upperBound]
                rest = rest[end.upperBound...]
            } else if let (name, after) = Self.placeholder(at: rest) {
                result += "{{\(name)}}"
                rest = after
            } else {
                result.append(character)
                rest.removeFirst()
            }
        }
        return result + query
    }

    private static let brackets = [
        ("{", "}"), ("<", ">"), ("%7B", "%7D"), ("%7b", "%7d"), ("%3C", "%3E"), ("%3c", "%3e"),
    ]

    /// The name in brackets at the start of a string, and what follows.
    private static func placeholder(at text: Substring) -> (name: Substring, after: Substring)? {
        guard let (open, close) = brackets.first(where: { text.hasPrefix($0.0) }) else { return nil }
        let inside = text.dropFirst(open.count)
        let name = inside.prefix { $0.isLetter || $0.isNumber || "_-".contains($0) }
        guard name.isPlaceholder, inside.dropFirst(name.count).hasPrefix(close) else { return nil }
        return (name, inside.dropFirst(name.count + close.count))
    }
}
