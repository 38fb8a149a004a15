extension ExpectationOperator {
    static let lte = ordering("lte", "of at most") { $0 <= $1 }
}
