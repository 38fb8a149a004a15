import JSON

/// An endpoint of the API: how it is called, and what it answers to a call in order.
protocol APIEndpoint: Sendable {
    static var name: EndpointName { get }
    static var method: String { get }
    /// Below the base path.
    static var path: String { get }
    /// Its own parameters, beside those that every call takes.
    static var parameters: [ParameterRule] { get }

    /// True where a call in order changes what the phone of its `mobile` shows.
    static var changesPhone: Bool { get }

    /// Whose phone a call is about, as far as its parameters tell; they may be wrong.
    func mobile(_ values: JSONObject, in state: Sandbox.State) -> String?

    /// `validity` is how long what the call makes is valid, in milliseconds; nil for as long as documented.
    func respond(to parameters: CallParameters, in state: Sandbox.State, validity: Int64?) -> SandboxResponse
}
