import Contract
import JSON

/// The balance of the account, from which transfers are paid.
struct BalanceEndpoint: APIEndpoint {
    let operation: Operation

    func respond(to call: AcceptedCall) -> EndpointAnswer {
        EndpointAnswer(response: operation.success(call, call.writer(call.state.numbers.next())))
    }
}
