import Contract
import JSON

/// The steps that every API call shares: it checks the caller, the content type and the parameters, in this order,
/// applies the behaviours that were asked for, and then calls the endpoint.
struct APICall<Endpoint: APIEndpoint>: Sendable {
    private let endpoint: Endpoint
    private let sandbox: Sandbox
    private let callers: SignatureCheck

    init(endpoint: Endpoint, sandbox: Sandbox) {
        self.endpoint = endpoint
        self.sandbox = sandbox
        callers = SignatureCheck(sandbox.configuration)
    }

    var route: Route {
        Route(path: SandboxServer.basePath + Endpoint.path, answers: [(Endpoint.method, answer)])
    }

    /// In bytes; larger bodies of calls are not kept.
    private static var maximumKept: Int { 8 << 10 }

    private static var isInQuery: Bool { Endpoint.method == "GET" }

    private func answer(_ request: SandboxRequest) -> [ConnectionAction] {
        // One state for the whole call, because a reset may replace it in between.
        let state = sandbox.state
        let values = Self.isInQuery ? request.queryParameters : request.bodyParameters
        let mobile = values.flatMap { endpoint.mobile($0, in: state) }.flatMap { $0.utf8.count <= 20 ? $0 : nil }
        let (rule, behaviour) = state.behaviours.take(for: Endpoint.name, mobile: mobile)
        let time = sandbox.clock.callers + behaviour.clockOffset
        let (response, isInOrder) = response(to: request, values, behaviour, at: time, state)
        if let rule, !isInOrder, !behaviour.concernsAnyCall { state.behaviours.giveBack(rule) }
        sandbox.activity.add(
            CallRecord(
                time: sandbox.clock.now, method: request.method, path: request.path, status: response.status,
                apiStatus: response.apiStatus, mobile: mobile,
                reason: response.headers.first { $0.name == SandboxResponse.reasonHeader }?.value,
                behaviour: behaviour.text,
                request: request.body.count <= Self.maximumKept ? values : nil,
                response: response.body.count <= Self.maximumKept ? response.body : []))
        let delay: [ConnectionAction] = behaviour.delay > 0 ? [.wait(.milliseconds(behaviour.delay))] : []
        guard let fault = behaviour.fault else { return delay + response.sent(to: request, at: time) }
        return delay + fault.actions(for: response, to: request)
    }

    /// `isInOrder` is false if the call was refused before any behaviour or its endpoint was reached.
    private func response(
        to request: SandboxRequest, _ values: JSONObject?, _ behaviour: CallBehaviour, at time: Int64,
        _ state: Sandbox.State
    ) -> (response: SandboxResponse, isInOrder: Bool) {
        let parameters: CallParameters
        do throws(Refusal) {
            parameters = try self.parameters(of: request, values, behaviour, at: time)
        } catch {
            return (error.response, false)
        }
        if let status = behaviour.http { return (onDemand(status, for: request), true) }
        if let status = behaviour.status { return (.failure(status: status), true) }
        let response = endpoint.respond(to: parameters, in: state, validity: behaviour.validity)
        if response.apiStatus == 0, Endpoint.changesPhone { sandbox.tellPhone(parameters["mobile"], state.phones) }
        return (response, true)
    }

    /// The parameters of a call, after all checks.
    private func parameters(
        of request: SandboxRequest, _ values: JSONObject?, _ behaviour: CallBehaviour, at time: Int64
    ) throws(Refusal) -> CallParameters {
        if let reason = callers.refusal(of: request, at: time) {
            throw Refusal(response: .refusal(403, reason: reason))
        }
        guard request.isJSON || (Self.isInQuery && request.body.isEmpty) else {
            throw Refusal(response: .refusal(415, reason: "the content-type is not application/json"))
        }
        guard let values else {
            let problem = Self.isInQuery ? "the query is not percent-encoded UTF-8" : "the body is not a JSON object"
            throw Refusal(response: .refusal(400, reason: problem))
        }
        let parameters = try CallParameters(values, rules: ParameterRule.common + Endpoint.parameters)
        guard sandbox.configuration.initiators.contains(parameters["initiator_id"]) else {
            throw Refusal(response: .failure(status: APIStatus.invalidInitiator))
        }
        if let mobile = parameters.mobile, behaviour.text == nil, MagicNumber.isMisspelt(mobile) {
            let problem = "mobile names no behaviour: see \(ControlRoutes.basePath)/"
            throw Refusal(response: .invalidParameters([("mobile", .string(problem))]))
        }
        return parameters
    }

    /// A redirect leads to the same server by another name, so that the log shows a client that follows it.
    private func onDemand(_ status: Int, for request: SandboxRequest) -> SandboxResponse {
        var headers: [(name: String, value: String)] = []
        if 300..<400 ~= status {
            let port = request.header("host")?.split(separator: ":").last.flatMap { UInt16($0) } ?? 80
            headers.append(("location", "http://localhost:\(port)\(SandboxServer.basePath)/redirected"))
        }
        return .refusal(status, reason: "it was asked for", headers: headers)
    }
}

/// The answer to a call that is not in order.
struct Refusal: Error {
    let response: SandboxResponse
}

extension SandboxRequest {
    fileprivate var isJSON: Bool {
        let mediaType = header("content-type")?.prefix { $0 != ";" && $0 != " " }
        return mediaType?.lowercased() == "application/json"
    }

    var bodyParameters: JSONObject? {
        if case .object(let parameters)? = try? parseJSON(body) { parameters } else { nil }
    }
}

extension JSONObject {
    /// The value of a property if it is a string.
    func text(_ name: String) -> String? {
        if case .string(let text)? = self[name] { text } else { nil }
    }
}
