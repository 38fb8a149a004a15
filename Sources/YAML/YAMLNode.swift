import Source

/// A node of a YAML document, with the place where it was written.
///
/// Scalars keep their source text: the field that reads a scalar decides its type.
package struct YAMLNode: Sendable {
    /// The kind of node, and its content.
    package enum Content: Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        case mapping([YAMLEntry])
    }

    package let content: Content
    package let range: SourceRange

    package init(_ content: Content, at range: SourceRange) {
        self.content = content
        self.range = range
    }

    package var scalar: YAMLScalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    package var sequence: [YAMLNode]? {
        if case .sequence(let nodes) = content { nodes } else { nil }
    }

    package var mapping: [YAMLEntry]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }

    /// Whether nothing is written: no value after a key, or an empty document.
    package var isBlank: Bool {
        if case .scalar(let scalar) = content { scalar.text.isEmpty && scalar.style == .plain } else { false }
    }
}

/// One `key: value` of a mapping, in the order of the file.
package struct YAMLEntry: Sendable {
    package let key: Located<String>
    package let value: YAMLNode

    package init(key: Located<String>, value: YAMLNode) {
        self.key = key
        self.value = value
    }
}

/// The text of a scalar after YAML's own unescaping, and how it was written.
package struct YAMLScalar: Hashable, Sendable {
    /// How a scalar is written.
    package enum Style: Sendable {
        case plain
        case singleQuoted
        case doubleQuoted
        case literal
        case folded
    }

    package let text: String
    package let style: Style

    package init(_ text: String, style: Style) {
        self.text = text
        self.style = style
    }
}
