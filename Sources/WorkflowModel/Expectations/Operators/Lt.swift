extension ExpectationOperator {
    static let lt = ordering("lt", "less than") { $0 < $1 }
}
