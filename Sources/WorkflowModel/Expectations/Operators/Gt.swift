extension ExpectationOperator {
    static let gt = ordering("gt", "greater than") { $0 > $1 }
}
