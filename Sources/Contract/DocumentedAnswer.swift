import JSON
import Synchronization

/// One documented answer of an operation.
package struct DocumentedAnswer: Sendable {
    /// Its name in coverage, unique for its operation: `success`.
    package private(set) var name: String
    package let http: Int
    /// `status` of the envelope; nil if the answer has no envelope.
    package let status: StatusCode?
    /// `response_status_id` of the envelope; nil if the answer has none, or several.
    package let statusID: Int?
    /// What `response_type_id` can be; empty if the answer has none.
    package let responseTypes: Set<Int>
    /// `tx_status`, the state of a transaction; nil if the answer has none.
    package let transactionStatus: Int?
    /// The beginning of its `message`, if several answers differ only in it.
    package let message: String?
    /// Whether the API reports success with it.
    package let isSuccess: Bool
    private let content: Content

    /// The shape of its body; nil if its body is not documented.
    package var body: AnswerShape? { content.shape }

    /// The `status` of an answer.
    package enum StatusCode: Sendable, Hashable {
        case exactly(Int)
        /// Any code but 0: see `APIStatus.refusals` for the documented ones.
        case anyRefusal

        /// Whether an answer can have this `status`.
        package func includes(_ code: Int) -> Bool {
            switch self {
            case .exactly(let own): own == code
            case .anyRefusal: code != 0
            }
        }
    }

    /// A body, as the catalogue writes it. Its shape is made when it is first needed: few answers of the catalogue are.
    private final class Content: Sendable {
        private let make: @Sendable () -> AnswerShape?
        private let made = Mutex<AnswerShape??>(nil)

        init(_ make: @escaping @Sendable () -> AnswerShape?) {
            self.make = make
        }

        var shape: AnswerShape? {
            made.withLock { known in
                if let known { return known }
                let shape = make()
                known = .some(shape)
                return shape
            }
        }
    }

    init(
        name: String, http: Int, status: StatusCode?, statusID: Int? = nil, responseTypes: Set<Int>,
        transactionStatus: Int? = nil, message: String? = nil, isSuccess: Bool = false,
        body: @escaping @Sendable () -> AnswerShape?
    ) {
        self.name = name
        self.http = http
        self.status = status
        self.statusID = statusID
        self.responseTypes = responseTypes
        self.transactionStatus = transactionStatus
        self.message = message
        self.isSuccess = isSuccess
        content = Content(body)
    }
}

extension DocumentedAnswer {
    fileprivate func named(_ name: String) -> DocumentedAnswer {
        var answer = self
        answer.name = name
        return answer
    }

    /// Success with these codes of the envelope, and with this content beside them.
    static func success(
        _ status: Int, _ statusID: Int, _ type: Int?, tx: Int? = nil, _ content: String
    ) -> DocumentedAnswer {
        inEnvelope("success", status, statusID, type, tx, isSuccess: true, content)
    }

    /// An answer with HTTP 200 that is no success, as its codes say.
    static func refusal(
        _ status: Int, _ statusID: Int?, _ type: Int?, tx: Int? = nil, _ content: String
    ) -> DocumentedAnswer {
        var name = "status \(status)"
        if let statusID, status <= 1 || statusID > 1 { name += ", response_status_id \(statusID)" }
        if let type, type != status { name += ", response_type_id \(type)" }
        if let tx { name += ", tx_status \(tx)" }
        return inEnvelope(name, status, statusID, type, tx, isSuccess: false, content)
    }

    /// An HTTP error with a body, and with these codes in it.
    static func httpError(
        _ http: Int, _ status: Int, _ statusID: Int?, _ type: Int?, _ content: String
    ) -> DocumentedAnswer {
        DocumentedAnswer(
            name: "HTTP \(http)", http: http, status: .exactly(status), statusID: statusID,
            responseTypes: type.map { [$0] } ?? [],
            body: { .envelope([("response_status_id", statusID != nil), ("response_type_id", type != nil)], content) })
    }

    /// An HTTP error whose body has only a status and a message.
    static func httpError(_ http: Int, _ status: Int, _ content: String) -> DocumentedAnswer {
        httpError(http, status, nil, nil, content)
    }

    /// Success with a list as the whole body.
    static let list = DocumentedAnswer(
        name: "success", http: 200, status: nil, responseTypes: [], isSuccess: true,
        body: { AnswerShape(.array, elements: [.anything]) })

    private static func inEnvelope(
        _ name: String, _ status: Int, _ statusID: Int?, _ type: Int?, _ tx: Int?, isSuccess: Bool, _ content: String
    ) -> DocumentedAnswer {
        DocumentedAnswer(
            name: name, http: 200, status: .exactly(status), statusID: statusID, responseTypes: type.map { [$0] } ?? [],
            transactionStatus: tx, isSuccess: isSuccess,
            body: { .envelope([("response_status_id", statusID != nil), ("response_type_id", type != nil)], content) })
    }
}

extension [DocumentedAnswer] {
    /// The same answers, each with a name of its own: a response type tells two successes apart.
    var withOwnNames: [DocumentedAnswer] {
        var known: Set<String> = []
        return map { answer in
            var answer = answer
            if !known.insert(answer.name).inserted {
                answer = answer.named(answer.name + answer.responseTypes.sorted().map { " \($0)" }.joined())
            }
            return answer
        }
    }

    /// The answers that every operation can give: https://eps.eko.in/docs/error-codes
    static func ofEveryOperation(_ parameters: [String]) -> [DocumentedAnswer] {
        let refused = DocumentedAnswer(
            name: "refused", http: 200, status: .anyRefusal,
            // The type is -1 or the code itself.
            responseTypes: Set(APIStatus.refusals.map(\.code) + [-1]),
            body: {
                let problems = AnswerShape.object(parameters.map { .optional($0, .text) })
                // The API's page names the one, its example the other.
                return .envelope([
                    .optional("data", .object([])), .optional("invalid_params", problems),
                    .optional("invalid_parameters", problems),
                ])
            })
        return [refused]
            + APIHTTPStatus.errors.map { error in
                DocumentedAnswer(
                    name: "HTTP \(error.code)", http: error.code, status: error.code == 403 ? .exactly(1) : nil,
                    responseTypes: [],
                    body: {
                        error.code == 403
                            ? .object([.required("status", .number), .required("message", .text)]) : nil
                    })
            }
    }
}

extension AnswerShape {
    /// The envelope of an answer, and what is in it besides, as the catalogue writes it. An answer can lack some codes.
    fileprivate static func envelope(_ codes: [(name: String, isThere: Bool)], _ content: String) -> AnswerShape {
        let (members, hasMessage) = AnswerNotation.content(content)
        return .object(
            [.required("status", .number)] + codes.filter(\.isThere).map { .required($0.name, .number) }
                + (hasMessage ? [.required("message", .text)] : []) + members)
    }

    /// The envelope of every answer with HTTP 200, and what is in it besides.
    static func envelope(_ content: [Member]) -> AnswerShape {
        .object(
            [
                .required("status", .number), .required("response_status_id", .number),
                .required("response_type_id", .number), .required("message", .text),
            ] + content)
    }
}
