import Source

/// A URL as curl and its documents write it.
struct CurlURL {
    /// With a scheme, and with `{{id}}` in place of `{id}` and of the segment `:id`.
    let text: String
    /// Whether curl would ask several addresses: `{a,b}` or `[1-9]`.
    let standsForSeveral: Bool

    init(_ url: String) {
        guard url.utf8.count <= ForeignURL.maximumLength else {
            (text, standsForSeveral) = (url, false)
            return
        }
        var result = ""
        var isSeveral = false
        var rest = Substring(url.trimmed)
        while let character = rest.first {
            if rest.hasPrefix("{{"), let end = rest.range(ofText: "}}") {
                result += rest[..<end.upperBound]
                rest = rest[end.upperBound...]
                continue
            }
            let close: Character = character == "[" ? "]" : "}"
            guard character == "{" || character == "[", let end = rest.firstIndex(of: close) else {
                result.append(character)
                rest.removeFirst()
                continue
            }
            let inside = rest[..<end].dropFirst()
            if character == "[" ? inside.isRange : inside.contains(",") { isSeveral = true }
            result += character == "{" && inside.isPlaceholder ? "{{\(inside)}}" : String(rest[...end])
            rest = rest[rest.index(after: end)...]
        }
        let query = result[(result.firstIndex(of: "?") ?? result.endIndex)...]
        let parts = result.dropLast(query.count).split(separator: "/", omittingEmptySubsequences: false).map { part in
            part.first == ":" && part.dropFirst().isPlaceholder ? "{{\(part.dropFirst())}}" : String(part)
        }
        let path = parts.joined(separator: "/") + query
        text = path.isEmpty || path.contains("://") || path.hasPrefix("{{") ? path : "http://\(path)"
        standsForSeveral = isSeveral
    }
}

extension Substring {
    /// A name such as `user_id`.
    var isPlaceholder: Bool {
        (first.map { $0.isLetter || $0 == "_" } ?? false)
            && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }
    }

    /// `1-9`, `01-20:2` or `a-z`; an IPv6 address has colons and no hyphen.
    fileprivate var isRange: Bool {
        let ends = prefix { $0 != ":" }.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2 else { return false }
        return ends.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
            || ends.allSatisfy { $0.count == 1 && $0.first?.isLetter ?? false }
    }
}
