extension ExpectationOperator {
    static let before = timeOrder("before") { $0 < $1 }
}
