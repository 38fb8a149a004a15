import JSON

/// One documented answer of an endpoint.
package struct DocumentedAnswer: Sendable {
    /// Its name in coverage, unique for its endpoint: `success`.
    package let name: String
    package let http: Int
    /// `status` of the envelope; nil if the answer has no envelope.
    package let status: StatusCode?
    /// What `response_type_id` can be; empty if the answer has none.
    package let responseTypes: Set<Int>
    /// The beginning of its `message`, if several answers differ only in it.
    package let message: String?
    /// The shape of its body; nil if its body is not documented.
    package let body: AnswerShape?

    /// The `status` of an answer.
    package enum StatusCode: Sendable, Hashable {
        case exactly(Int)
        /// Any code but 0: see `APIStatus.refusals` for the documented ones.
        case anyRefusal

        package func includes(_ code: Int) -> Bool {
            switch self {
            case .exactly(let own): own == code
            case .anyRefusal: code != 0
            }
        }
    }

    /// Whether the API reports success with it.
    package var isSuccess: Bool { status == .exactly(0) }
}
