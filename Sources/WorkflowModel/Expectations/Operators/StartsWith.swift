extension ExpectationOperator {
    static let startsWith = textPart("starts_with", "starts with") { $0.starts(with: $1) }
}
