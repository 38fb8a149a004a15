extension ExpectationOperator {
    static let gte = ordering("gte", "of at least") { $0 >= $1 }
}
