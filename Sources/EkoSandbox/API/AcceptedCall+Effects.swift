import Contract
import JSON

extension AcceptedCall {
    /// Writes answers to this call. `number` identifies what the call makes.
    func writer(_ number: some CustomStringConvertible) -> AnswerWriter {
        AnswerWriter(given: parameters, samples: SampleValues(number: "\(number)", time: time))
            .telling(balance: state.ledger.balance)
    }

    /// Keeps what the call did, so that an inquiry finds it.
    func record(_ number: String, of operation: Operation) {
        let transaction = Transaction(
            number: number, operation: operation.name, customer: mobile, amount: 0, isPaidFromBalance: false,
            time: time)
        // It costs nothing, so the balance is enough.
        try? state.ledger.add(transaction, reference: parameters.clientReference)
    }

    /// Uses up the OTP that the call gives for another operation, and returns the phone that got it. An `otp_ref_id` that
    /// the sandbox did not make is accepted with any OTP, and one that it made with none but its own.
    func phoneOfOTP(of operation: Operation) throws(Phones.OTPProblem) -> String? {
        let (otp, reference) = (parameters["otp"], parameters["otp_ref_id"])
        guard operation.parameter("otp") != nil, !reference.isEmpty else { return nil }
        return try state.phones.useOTP(otp, reference: reference)
    }

    /// The answer to a wrong or expired OTP.
    func refusal(_ problem: Phones.OTPProblem, of operation: Operation) -> EndpointAnswer {
        let status = problem == .expired ? 303 : 302
        return EndpointAnswer(
            response: operation.refusal(status: status, reason: problem.rawValue, writer(state.numbers.next())))
    }
}

extension AnswerWriter {
    func telling(balance: Int) -> AnswerWriter {
        var writer = self
        writer.facts["balance"] = .string(Rupees.text(paise: balance))
        return writer
    }

    /// Puts a transaction into the answer.
    mutating func tell(of transaction: Transaction, balance: Int) {
        let amount = JSONValue.string(Rupees.text(paise: transaction.amount))
        self = telling(balance: balance)
        facts["tid"] = .string(transaction.number)
        tell(transactionStatus: transaction.status)
        for name in ["amount", "total_sent", "totalamount", "collectable_amount"] { facts[name] = amount }
        if let reference = transaction.references.last { facts["client_ref_id"] = .string(reference) }
    }

    mutating func tell(transactionStatus status: Int) {
        let meaning = TransactionStatus.meanings.indices.contains(status) ? TransactionStatus.meanings[status] : ""
        facts["tx_status"] = .string(String(status))
        facts["txstatus_desc"] = .string(meaning.prefix(1).uppercased() + meaning.dropFirst())
    }
}
