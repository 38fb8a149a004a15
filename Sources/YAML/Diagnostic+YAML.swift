import Source

/// The problems that a file can have as YAML.
extension Diagnostic {
    static func unreadable(_ problem: String, value: Int, at range: SourceRange) -> Diagnostic {
        guard value >= 0 else { return .error(.yamlUnreadable, problem, at: range) }
        let digits = String(value, radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return .error(
            .yamlUnreadable, "the character U+\(padded) is not allowed in YAML", at: range,
            help: "remove it, or write it as an escape in double quotes")
    }

    static func outOfMemory(_ file: SourceFile) -> Diagnostic {
        .error(.outOfMemory, "there is not enough memory to parse \(file.path)", at: nil)
    }

    static func severalDocuments(at range: SourceRange) -> Diagnostic {
        .error(
            .severalDocuments, "a second document starts here", at: range,
            help: "one file holds one document: move this into a file of its own")
    }

    static func tooDeep(at range: SourceRange) -> Diagnostic {
        .error(.tooDeep, "more than \(YAMLLimits.depth) levels of nesting", at: range)
    }

    static func tag(_ tag: String, at range: SourceRange) -> Diagnostic {
        .error(
            .yamlTag, "the tag '\(tag)' is not supported", at: range,
            help: "remove it; use quotes to make a value text")
    }

    static func keyIsNotText(at range: SourceRange) -> Diagnostic {
        .error(.keyNotText, "a key must be plain text, not a list or a mapping", at: range)
    }

    static func bracesOfOtherTools(_ inner: YAMLNode) -> Diagnostic {
        let name = inner.mapping?.first?.key.value ?? "NAME"
        return .error(
            .keyNotText, "'{{' does not begin an expression", at: inner.range,
            help: "write ${{ \(name.contains(".") ? name : "vars.\(name)") }}")
    }

    static func duplicateKey(_ key: String, at range: SourceRange, first: SourceRange) -> Diagnostic {
        .error(
            .duplicateKey, "the key '\(key)' is given twice", at: range, help: "remove one of them",
            notes: [Note("it is given here first", at: first)])
    }

    static func mergeIsNotMapping(at range: SourceRange) -> Diagnostic {
        .error(.mergeNotMapping, "'<<' merges mappings, and this is not one", at: range)
    }

    static func tooManyAliasedNodes(at range: SourceRange) -> Diagnostic {
        .error(.aliasExpansion, "aliases expand to more than \(YAMLLimits.aliasedNodes) values", at: range)
    }

    static func aliasInsideItself(_ name: String, at range: SourceRange) -> Diagnostic {
        .error(.aliasCycle, "the alias '*\(name)' is inside the value that it stands for", at: range)
    }

    static func undefinedAlias(_ name: String, at range: SourceRange) -> Diagnostic {
        .error(
            .undefinedAlias, "no anchor '&\(name)' before this alias", at: range,
            help: "if this is meant as text, put it in quotes")
    }
}
