import Contract
import JSON

/// An endpoint of the API: how it answers a call that passed the checks.
protocol APIEndpoint: Sendable {
    /// How it is called, and what it answers, by the documentation.
    var operation: Operation { get }

    /// The mobile number that a call is about. The parameters are not checked yet.
    func mobile(_ values: JSONObject, in state: Sandbox.State) -> String?

    func respond(to call: AcceptedCall) -> EndpointAnswer
}

extension APIEndpoint {
    func mobile(_ values: JSONObject, in state: Sandbox.State) -> String? { operation.person(values) }
}

/// What an endpoint answers.
struct EndpointAnswer: Sendable {
    var response: SandboxResponse
    /// The phone whose messages the call changed.
    var phone: String?
}

/// A call that passed all checks.
struct AcceptedCall: Sendable {
    let parameters: CallParameters
    let state: Sandbox.State
    let behaviour: CallBehaviour
    /// The number that the call is about, if it gives one.
    let mobile: String?
    /// In milliseconds since 1970.
    let time: Int64
}
