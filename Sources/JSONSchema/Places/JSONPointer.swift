/// A place in a JSON document: the steps that lead to it from the root.
package struct JSONPointer: Sendable, Equatable {
    /// One step: to a member by its name, or to an element by its index from 0.
    package enum Segment: Sendable, Equatable {
        case name(String)
        case index(Int)
    }

    /// Empty for the root.
    package let segments: [Segment]

    package init(_ segments: [Segment] = []) {
        self.segments = segments
    }

    /// The pointer as RFC 6901 writes it: empty for the root, otherwise `/a/0`.
    package var text: String { segments.reduce(into: "") { $0 += "/" + $1.token } }

    func appending(_ more: [Segment]) -> JSONPointer { JSONPointer(segments + more) }
}

extension JSONPointer.Segment: CustomStringConvertible {
    package var description: String {
        switch self {
        case .name(let name): name
        case .index(let index): String(index)
        }
    }

    /// The segment with its `~` and `/` escaped.
    var token: String {
        guard case .name(let name) = self, name.utf8.contains(where: { "~/".utf8.contains($0) }) else {
            return description
        }
        var bytes: [UInt8] = []
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "~"): bytes += "~0".utf8
            case UInt8(ascii: "/"): bytes += "~1".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension JSONPointer {
    /// The names that the text of a pointer leads through, unescaped; nil if the text is not a pointer.
    static func names(_ text: String) -> [String]? {
        guard !text.isEmpty else { return [] }
        guard text.utf8.first == UInt8(ascii: "/") else { return nil }
        var names: [String] = []
        for part in text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let name = unescaped(part) else { return nil }
            names.append(name)
        }
        return names
    }

    private static func unescaped(_ token: Substring.UTF8View) -> String? {
        var bytes: [UInt8] = []
        var rest = token
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "~") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
            case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
            default: return nil
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
