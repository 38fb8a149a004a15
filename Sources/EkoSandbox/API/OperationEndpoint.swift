import Contract
import JSON

/// An endpoint that answers by the shape of its documented answer, and does what the documentation says: it texts a
/// person, or moves money.
struct OperationEndpoint: APIEndpoint {
    let operation: Operation

    func mobile(_ values: JSONObject, in state: Sandbox.State) -> String? {
        if case .texts(.customerOfTransaction) = operation.effect {
            return values.parameterText("tid").flatMap { state.ledger.transaction($0)?.customer }
        }
        return operation.person(values)
    }

    func respond(to call: AcceptedCall) -> EndpointAnswer {
        var phone: String?
        do throws(Phones.OTPProblem) {
            phone = try call.phoneOfOTP(of: operation)
        } catch {
            return call.refusal(error, of: operation)
        }
        var answer: EndpointAnswer
        switch operation.effect {
        case .texts: answer = textPerson(call)
        case .movesMoney(let amount): answer = moveMoney(amount, call)
        case .changes, .priced: answer = record(call)
        case .reads: answer = EndpointAnswer(response: success(call, call.writer(call.state.numbers.next())))
        }
        answer.phone = answer.phone ?? phone
        return answer
    }

    private func textPerson(_ call: AcceptedCall) -> EndpointAnswer {
        guard let mobile = call.mobile else { return record(call) }
        let message = call.state.phones.sendOTP(
            of: operation, to: mobile, validity: call.behaviour.validity ?? OTPMessage.validity)
        call.record(message.transaction, of: operation)
        var writer = call.writer(message.transaction)
        writer.facts["otp_ref_id"] = .string(message.transaction)
        return EndpointAnswer(response: success(call, writer, message: "OTP has been sent"), phone: mobile)
    }

    private func record(_ call: AcceptedCall) -> EndpointAnswer {
        let number = String(call.state.numbers.next())
        call.record(number, of: operation)
        return EndpointAnswer(response: success(call, call.writer(number)))
    }

    private func moveMoney(_ amount: Effect.Amount, _ call: AcceptedCall) -> EndpointAnswer {
        let wanted = call.behaviour.answer.flatMap(operation.answer(named:))
        let status = call.behaviour.transactionStatus ?? wanted?.transactionStatus ?? Transaction.success
        let transaction = Transaction(
            number: String(call.state.numbers.next()), operation: operation.name, customer: call.mobile,
            amount: amount.paise(call.parameters), isPaidFromBalance: operation.isPaidFromBalance, time: call.time,
            status: status)
        var writer = call.writer(transaction.number)
        do throws(Ledger.InsufficientBalance) {
            try call.state.ledger.add(transaction, reference: call.parameters.clientReference)
        } catch {
            return EndpointAnswer(
                response: operation.refusal(status: 347, reason: "the balance is used up", writer))
        }
        writer.tell(of: transaction, balance: call.state.ledger.balance)
        guard status != Transaction.success || wanted != nil else {
            return EndpointAnswer(response: success(call, writer))
        }
        let answer = wanted ?? operation.answer(transactionStatus: status)
        guard let answer, !answer.isSuccess else { return EndpointAnswer(response: success(call, writer)) }
        return EndpointAnswer(response: operation.refusal(answer, writer))
    }

    private func success(_ call: AcceptedCall, _ writer: AnswerWriter, message: String = "Success") -> SandboxResponse {
        operation.success(call, writer, message: message)
    }
}

extension Operation {
    /// Whether it takes money from the account. Collections bring money in.
    fileprivate var isPaidFromBalance: Bool { !path.contains("/collection/") }

    /// The documented success: the one that a behaviour asked for, else the first.
    func success(_ call: AcceptedCall, _ writer: AnswerWriter, message: String = "Success") -> SandboxResponse {
        let wanted = call.behaviour.answer.flatMap(answer(named:)).flatMap { $0.isSuccess ? $0 : nil }
        guard let answer = wanted ?? successes.first else { return .json(200, [:]) }
        return writer.response(answer, message: message)
    }
}

extension Effect.Amount {
    /// The paise that a call moves; 0 if it does not say it.
    fileprivate func paise(_ parameters: CallParameters) -> Int {
        switch self {
        case .parameter(let name): return Rupees.paise(parameters[name]) ?? 0
        case .fixed(let paise): return paise
        case .each(let paise, let list):
            guard case .array(let elements)? = parameters.value(list) else { return 0 }
            return paise * elements.count
        case .unknown: return 0
        }
    }
}
