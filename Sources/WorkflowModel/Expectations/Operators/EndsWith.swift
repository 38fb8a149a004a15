extension ExpectationOperator {
    static let endsWith = textPart("ends_with", "ends with") { $0.reversed().starts(with: $1.reversed()) }
}
