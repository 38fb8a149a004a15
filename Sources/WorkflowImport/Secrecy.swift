import WorkflowModel

extension StringProtocol {
    /// True for a text that has the form of a secret, whatever its name: a token, or a name of one with its value.
    var looksSecret: Bool {
        let text = lowercased()
        return ["bearer ", "basic ", "eyj", "-----begin"].contains { text.contains($0) }
            || text.split(whereSeparator: { "?&;, ".contains($0) }).contains { part in
                part.firstIndex(of: "=").map { part[..<$0].namesSecret } ?? false
            }
    }

    /// The name for a remark; what is no plain word may be a value in the wrong place.
    var nameForRemark: String {
        utf8.count <= 60 && utf8.allSatisfy(\.isNameByte) ? "'\(self)'" : "one whose name may be a value"
    }
}

extension UInt8 {
    /// A byte of a name of a parameter, a header or a member: of RFC 9110's tokens, those that need no thought.
    var isNameByte: Bool {
        (48...57).contains(self) || (65...90).contains(self) || (97...122).contains(self)
            || "_-.[]$".utf8.contains(self)
    }
}
