import JSON

/// A YAML scalar that every reader takes for this string: in double quotes, unless it is plain words.
func yamlText(_ text: String) -> String {
    let isPlain =
        text.first.map { $0.isASCII && $0.isLetter || $0 == "/" } ?? false
        && text.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
                || "_-./ ".utf8.contains(byte)
        } && !text.hasSuffix(" ")
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
    return isPlain ? text : JSONValue.string(text).serialized
}
