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

    static func tooDeep(at range: SourceRange) -> Diagnostic {
        .error(.tooDeep, "more than \(YAMLLimits.depth) levels of nesting", at: range)
    }

    static func bracesOfOtherTools(_ inner: YAMLNode) -> Diagnostic {
        let name = inner.mapping?.first?.key.value ?? "NAME"
        return .error(
            .keyNotText, "'{{' does not begin an expression", at: inner.range,
            help: "write ${{ \(name.contains(".") ? name : "vars.\(name)") }}")
    }

    static func mergeIsNotMapping(at range: SourceRange) -> Diagnostic {
        .error(.mergeNotMapping, "'<<' merges mappings, and this is not one", at: range)
    }
}
