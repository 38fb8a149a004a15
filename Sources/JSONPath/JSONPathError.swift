/// Why a string is not a JSONPath query.
package struct JSONPathError: Error, Sendable, Equatable {
    /// What is wrong.
    package let message: String
    /// Where it is wrong, in Unicode scalars of the query from 0.
    package let range: Range<Int>
    /// What to do instead, such as "write ==".
    package let help: String?
}

/// Why a query gave no result on a document.
package struct JSONPathEvaluationError: Error, Sendable, Equatable {
    package let message: String
}
