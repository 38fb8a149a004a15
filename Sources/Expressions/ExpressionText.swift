import JSON

extension Expression {
    /// The expression in words of its own, the same for expressions that differ only in spaces and places.
    var text: String {
        switch self {
        case .literal(let value): value.serialized
        case .reference(let reference): reference.text
        case .call(let call): "\(call.function.name)(\(call.arguments.map(\.text).joined(separator: ", ")))"
        case .comparison(let comparison):
            "(\(comparison.left.text) \(comparison.relation.rawValue) \(comparison.right.text))"
        case .not(let operand, _): "!\(operand.text)"
        case .all(let operands): "(\(operands.map(\.expression.text).joined(separator: " && ")))"
        case .any(let operands): "(\(operands.map(\.expression.text).joined(separator: " || ")))"
        }
    }
}

extension ValueTemplate {
    /// The value as JSON. An expression in it stands between `${{` and `}}`.
    package var text: String {
        switch self {
        case .literal(let value): value.serialized
        case .expression(let expression): "${{ \(expression.text) }}"
        case .text(let pieces):
            pieces.map { piece in
                switch piece {
                case .text(let text): JSONValue.string(text).serialized
                case .expression(let expression, _): "${{ \(expression.text) }}"
                }
            }.joined(separator: " ")
        case .array(let elements): "[\(elements.map(\.text).joined(separator: ","))]"
        case .object(let members):
            "{\(members.map { "\(JSONValue.string($0.name).serialized):\($0.value.text)" }.joined(separator: ","))}"
        }
    }
}
