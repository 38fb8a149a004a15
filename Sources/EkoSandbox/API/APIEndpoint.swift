import JSON

/// An endpoint of the API: how it is called, and how it answers a call that passed the checks.
protocol APIEndpoint: Sendable {
    static var name: EndpointName { get }
    static var method: String { get }
    /// Below the base path.
    static var path: String { get }
    /// Its own parameters, in addition to the parameters of every call.
    static var parameters: [ParameterRule] { get }

    /// Whether a successful call changes what the phone of its `mobile` shows.
    static var changesPhone: Bool { get }

    /// The mobile number that a call is about. The parameters are not checked yet.
    func mobile(_ values: JSONObject, in state: Sandbox.State) -> String?

    /// `validity` is the lifetime of the OTP or token that the call makes, in milliseconds; nil for the documented one.
    func respond(to parameters: CallParameters, in state: Sandbox.State, validity: Int64?) -> SandboxResponse
}
