extension ExpectationOperator {
    static let  = ordering("", "") { $0  $1 }
}
