import Contract
import JSON

/// The refund of a transaction: its money returns to the balance.
///
/// A transaction that the sandbox does not know is refunded with no money.
struct RefundEndpoint: APIEndpoint {
    let operation: Operation

    func mobile(_ values: JSONObject, in state: Sandbox.State) -> String? {
        values.parameterText("tid").flatMap { state.ledger.transaction($0)?.customer }
    }

    func respond(to call: AcceptedCall) -> EndpointAnswer {
        let phone: String?
        do throws(Phones.OTPProblem) {
            phone = try call.phoneOfOTP(of: operation)
        } catch {
            return call.refusal(error, of: operation)
        }
        let (number, ledger) = (call.parameters["tid"], call.state.ledger)
        let isRepeated = ledger.transaction(number)?.status == Transaction.refunded
        let transaction =
            ledger.setStatus(Transaction.refunded, of: number, reference: call.parameters.clientReference)
            ?? unknown(number, call)
        var writer = call.writer(call.state.numbers.next())
        writer.tell(of: transaction, balance: ledger.balance)
        writer.facts["refunded_amount"] = writer.facts["amount"]
        var response = operation.success(call, writer)
        if isRepeated { response.tell(warning: "the transaction was refunded before; no money moves again") }
        return EndpointAnswer(response: response, phone: phone)
    }

    private func unknown(_ number: String, _ call: AcceptedCall) -> Transaction {
        let transaction = Transaction(
            number: number, operation: operation.name, customer: nil, amount: 0, isPaidFromBalance: false,
            time: call.time, status: Transaction.refunded)
        // It costs nothing, so the balance is enough.
        try? call.state.ledger.add(transaction, reference: call.parameters.clientReference)
        return transaction
    }
}
