import WorkflowModel

extension StringProtocol {
    /// Whether the string has the form of a secret, whatever its name: a token, or a secret's name with its value.
    var looksSecret: Bool {
        let text = lowercased()
        return ["bearer ", "basic ", "eyj", "-----begin"].contains { text.contains($0) }
            || text.split(whereSeparator: { "?&;, ".contains($0) }).contains { part in
                part.firstIndex(of: "=").map { part[..<$0].namesSecret } ?? false
            }
    }

    /// The name for a remark. If it is not a plain word, it is left out: it may be a value in the wrong place.
    var nameForRemark: String {
        utf8.count <= 60 && utf8.allSatisfy(\.isNameByte) ? "'\(self)'" : "one whose name may be a value"
    }
}

extension UInt8 {
    /// A byte that is safe in the name of a parameter, a header or a property: a subset of RFC 9110's tokens, and `[]`.
    var isNameByte: Bool {
        (48...57).contains(self) || (65...90).contains(self) || (97...122).contains(self)
            || "_-.[]$".utf8.contains(self)
    }
}
