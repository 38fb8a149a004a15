extension String {
    /// Whether a line of a file gives a credential a literal value instead of a reference. Such a line is never shown.
    var holdsLiteralCredential: Bool {
        let line = lowercased()
        return ["developer_key", "developer-key", "access_key", "access-key", "secret-key", "secret_key"].contains {
            name in
            var rest = line[...]
            while let found = rest.firstRange(of: name) {
                rest = rest[found.upperBound...]
                let afterName = rest.drop { $0 == "\"" || $0 == "'" || $0 == " " }
                guard afterName.first == ":" else { continue }
                if let first = afterName.dropFirst().first(where: { $0 != " " }), first != "{" { return true }
            }
            return false
        }
    }
}
