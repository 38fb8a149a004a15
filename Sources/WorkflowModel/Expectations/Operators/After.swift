extension ExpectationOperator {
    static let after = timeOrder("after") { $0 > $1 }
}
