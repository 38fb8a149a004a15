import Contract
import JSON

/// The inquiry for a transaction, by its `tid` or by the `client_ref_id` of the call that made it.
///
/// It finds everything that a call did, not only transfers, so that a caller can inquire after any lost answer.
struct InquiryEndpoint: APIEndpoint {
    let operation: Operation

    private static let parameter = "transaction-reference"
    private static let byReference = "client_ref_id:"

    /// Nobody: a customer's number that loses the answers of every endpoint must not lose the inquiry's.
    func mobile(_ values: JSONObject, in state: Sandbox.State) -> String? { nil }

    func respond(to call: AcceptedCall) -> EndpointAnswer {
        var writer = call.writer(call.state.numbers.next())
        guard var transaction = transaction(call.parameters[Self.parameter], in: call.state) else {
            return EndpointAnswer(response: operation.refusal(status: 1, reason: "no call made it", writer))
        }
        if let status = call.behaviour.transactionStatus { transaction.status = status }
        writer.tell(of: transaction, balance: call.state.ledger.balance)
        // The call's own reference is another one.
        writer.facts["client_ref_id"] = .string(transaction.references.last ?? "")
        return EndpointAnswer(response: operation.success(call, writer))
    }

    private func transaction(_ text: String, in state: Sandbox.State) -> Transaction? {
        if text.hasPrefix(Self.byReference) {
            return state.ledger.transaction(reference: String(text.dropFirst(Self.byReference.count)))
        }
        return state.ledger.transaction(text)
    }
}
