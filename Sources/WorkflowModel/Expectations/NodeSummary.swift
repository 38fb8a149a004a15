import JSON
import YAML

extension YAMLNode {
    /// The node on one line, for messages.
    var summary: String {
        switch content {
        case .scalar(let scalar):
            scalar.style == .plain ? scalar.text : JSONValue.string(scalar.text).serialized
        case .sequence(let nodes): "[\(nodes.map(\.summary).joined(separator: ", "))]"
        case .mapping(let entries):
            "{ \(entries.map { "\($0.key.value): \($0.value.summary)" }.joined(separator: ", ")) }"
        }
    }
}
