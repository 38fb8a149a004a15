/// A URI or a relative reference, taken apart as in RFC 3986.
struct URIReference {
    private(set) var scheme: String?
    private(set) var authority: String?
    private(set) var path: String
    private(set) var query: String?
    private(set) var fragment: String?

    init(_ text: String) {
        var rest = Substring(text)
        fragment = rest.takeLast(after: "#")
        query = rest.takeLast(after: "?")
        if let colon = rest.utf8.firstIndex(of: UInt8(ascii: ":")), URIReference.isScheme(rest[..<colon]) {
            scheme = rest[..<colon].lowercased()
            rest = rest[rest.utf8.index(after: colon)...]
        }
        if rest.utf8.starts(with: "//".utf8) {
            rest = Substring(rest.utf8.dropFirst(2))
            let end = rest.utf8.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            authority = rest[..<end].lowercased()
            rest = rest[end...]
        }
        path = String(rest)
    }

    private static func isScheme(_ text: Substring) -> Bool {
        guard let first = text.unicodeScalars.first, first.isASCII, first.properties.isAlphabetic else { return false }
        return text.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || "0"..."9" ~= $0 || $0 == "+" || $0 == "-" || $0 == ".")
        }
    }

    /// The reference as text, without the fragment.
    var textWithoutFragment: String {
        (scheme.map { $0 + ":" } ?? "") + (authority.map { "//" + $0 } ?? "") + path + (query.map { "?" + $0 } ?? "")
    }

    /// The URI that the reference means in a resource with the given base URI, as in section 5.2.2.
    func resolved(against base: URIReference) -> URIReference {
        var target = self
        guard scheme == nil else {
            target.path = URIReference.withoutDots(path)
            return target
        }
        target.scheme = base.scheme
        guard authority == nil else {
            target.path = URIReference.withoutDots(path)
            return target
        }
        target.authority = base.authority
        if path.isEmpty {
            target.path = base.path
            target.query = query ?? base.query
        } else {
            target.path = URIReference.withoutDots(merged(with: base))
        }
        return target
    }

    private func merged(with base: URIReference) -> String {
        if path.utf8.first == UInt8(ascii: "/") { return path }
        if base.authority != nil, base.path.isEmpty { return "/" + path }
        guard let slash = base.path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(base.path[...slash]) + path
    }

    /// The path without `.` and `..` as segments. At the start of a relative path `..` stays.
    private static func withoutDots(_ path: String) -> String {
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map {
            String($0) ?? ""
        }
        guard parts.contains(where: { $0 == "." || $0 == ".." }) else { return path }
        let isAbsolute = parts.first?.isEmpty == true
        var kept: [String] = []
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            switch part {
            case ".": if isLast { kept.append("") }
            case "..":
                if kept.count > (isAbsolute ? 1 : 0), kept.last != ".." {
                    kept.removeLast()
                } else if !isAbsolute {
                    kept.append("..")
                }
                if isLast { kept.append("") }
            default: kept.append(part)
            }
        }
        return kept.joined(separator: "/")
    }
}

extension URIReference {
    /// The fragment with its `%` escapes resolved; nil if an escape is wrong.
    var decodedFragment: String? {
        var bytes: [UInt8] = []
        var rest = Substring(fragment ?? "").utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst(), let low = rest.popFirst(),
                let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension Substring {
    /// Cuts off what follows the first separator, and the separator; nil if there is none.
    fileprivate mutating func takeLast(after separator: Unicode.Scalar) -> String? {
        guard let index = unicodeScalars.firstIndex(of: separator) else { return nil }
        let taken = String(self[unicodeScalars.index(after: index)...])
        self = self[..<index]
        return taken
    }
}
