import Contract
import JSON

extension Operation {
    /// The documented answers that a behaviour can ask for by name.
    var answersByName: [DocumentedAnswer] { answers.filter { $0.status != .anyRefusal } }

    func answer(named name: String) -> DocumentedAnswer? { answersByName.first { $0.name == name } }

    /// The documented answer to a transfer in this state; nil if there is none.
    func answer(transactionStatus: Int) -> DocumentedAnswer? {
        let all = answersByName.filter { $0.http == 200 && $0.transactionStatus == transactionStatus }
        return all.first(where: \.isSuccess) ?? all.first
    }

    /// The answer with a code: as the operation documents it, else as the documentation of other operations has it.
    func refusal(status code: Int, reason: String? = nil, _ writer: AnswerWriter) -> SandboxResponse {
        var response =
            documentedRefusal(code).map { refusal($0, writer) } ?? Self.undocumentedRefusal(code, of: self)
        if let reason { response.tell(reason: reason) }
        return response
    }

    /// A documented answer that is no success.
    func refusal(_ answer: DocumentedAnswer, _ writer: AnswerWriter) -> SandboxResponse {
        if self === Operation.verifyOTP, answer.message != nil {
            // Its documented answer has an empty `data`, other refusals have none.
            return .failure(answer.responseTypes.first ?? 1, refusalMessage(of: answer))
        }
        return writer.response(answer, message: refusalMessage(of: answer))
    }

    /// An HTTP error, with the documented body if there is one.
    func httpError(
        _ status: Int, reason: String, headers: [(name: String, value: String)] = [], _ writer: AnswerWriter
    ) -> SandboxResponse {
        guard let answer = answers.first(where: { $0.http == status && $0.body != nil }), status != 200 else {
            return .refusal(status, reason: reason, headers: headers)
        }
        var response = writer.response(answer, message: SandboxResponse.httpMessage(status))
        response.headers += headers
        response.tell(reason: reason)
        return response
    }

    /// Some operations document a code as `status`, others as `response_status_id`.
    private func documentedRefusal(_ code: Int) -> DocumentedAnswer? {
        let own = answersByName.filter { $0.http == 200 }
        return own.first { !$0.isSuccess && $0.status == .exactly(code) }
            ?? own.first { $0.status == .exactly(code) }
            ?? own.first { code > 1 && !$0.isSuccess && $0.statusID == code }
    }

    private static func undocumentedRefusal(_ code: Int, of operation: Operation) -> SandboxResponse {
        switch code {
        case APIStatus.invalidInitiator: .invalidInitiator
        case APIStatus.invalidParameters:
            .invalidParameters(
                operation.parameters.suffix(1).map { ($0.name, .string("\($0.name) is invalid")) })
        default: .failure(status: code, type: responseType(of: code))
        }
    }

    /// The documented `response_type_id` of a code: for some codes the code itself, else -1.
    private static func responseType(of code: Int) -> Int {
        let documented = all.flatMap(\.answersByName).filter { $0.http == 200 && $0.status == .exactly(code) }
        let types = documented.reduce(into: Set()) { $0.formUnion($1.responseTypes) }
        let isOfEveryOperation = APIStatus.refusals.contains { $0.code == code }
        return isOfEveryOperation && types == [code] ? code : SandboxResponse.noResponseType
    }

    private func refusalMessage(of answer: DocumentedAnswer) -> String {
        if let message = answer.message { return "\(message)." }
        if let state = answer.transactionStatus { return "Transaction \(TransactionStatus.meanings[state])" }
        guard case .exactly(let status)? = answer.status else { return "Refused" }
        let code = (answer.statusID ?? 0) > 1 ? answer.statusID ?? status : status
        if code == APIStatus.invalidInitiator { return SandboxResponse.invalidInitiatorMessage }
        return code > 1 ? APIStatus.message(of: code) : "\(title): \(code == 0 ? "answered" : "refused")"
    }
}
