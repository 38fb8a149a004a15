import Source

/// A key and a value in `{ }` without a space between them, as in `{ mobile:"9002336768" }`: YAML reads one long key without a
/// value. The two are told apart, so that the errors that follow from it are not reported.
struct JoinedEntry {
    let entry: YAMLEntry
    let diagnostic: Diagnostic

    /// `key` is a key whose value is blank. Nil if it is meant as it is: a URL, a time, or a key with a ':' or quotes of its own.
    init?(key: YAMLNode) {
        guard let text = key.scalar, text.style == .plain, key.range.start.line == key.range.end.line else {
            return nil
        }
        let scalars = Array(text.text.unicodeScalars)
        let after = key.range.file.scalars(ofLine: key.range.end.line).dropFirst(key.range.end.column - 1)
        guard
            scalars.count == key.range.end.column - key.range.start.column, after.first(where: { $0 != " " }) != ":",
            let sign = scalars.firstIndex(where: { $0 == ":" || $0 == "=" }), sign + 1 < scalars.count,
            case let nameEnd = scalars[..<sign].lastIndex(where: { $0 != " " }).map({ $0 + 1 }) ?? 0,
            Self.isName(scalars[..<nameEnd]), scalars[sign + 1] != "/",
            let start = scalars[(sign + 1)...].firstIndex(where: { $0 != " " && $0 != scalars[sign] })
        else { return nil }
        let name = String(String.UnicodeScalarView(scalars[..<nameEnd]))
        let place = key.range.part(sign..<sign + 1)
        entry = YAMLEntry(
            key: Located(name, at: key.range.part(0..<nameEnd)),
            value: YAMLNode(
                .scalar(Self.value(scalars[start...])), at: key.range.part(start..<scalars.count)))
        diagnostic =
            scalars[sign] == ":" ? .missingSpace(afterKey: name, at: place) : .equalsSign(afterKey: name, at: place)
    }

    private static func isName(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        guard let first = scalars.first, first.properties.isAlphabetic || first == "_" || first == "$" else {
            return false
        }
        return scalars.allSatisfy {
            $0.properties.isAlphabetic || $0.properties.numericType != nil || "_.$-".unicodeScalars.contains($0)
        }
    }

    private static func value(_ scalars: ArraySlice<Unicode.Scalar>) -> YAMLScalar {
        guard let quote = scalars.first, quote == "\"" || quote == "'", scalars.last == quote, scalars.count > 1 else {
            return YAMLScalar(String(String.UnicodeScalarView(scalars)), style: .plain)
        }
        let text = String(String.UnicodeScalarView(scalars.dropFirst().dropLast()))
        return YAMLScalar(text, style: quote == "'" ? .singleQuoted : .doubleQuoted)
    }
}

extension Diagnostic {
    static func missingSpace(afterKey key: String, at range: SourceRange) -> Diagnostic {
        .error(.yamlSyntax, "a space is missing after '\(key):'", at: range, help: "write '\(key): …'")
    }

    static func equalsSign(afterKey key: String, at range: SourceRange) -> Diagnostic {
        .error(.yamlSyntax, "'\(key)' is followed by '=' and not by ':'", at: range, help: "write '\(key): '")
    }
}
