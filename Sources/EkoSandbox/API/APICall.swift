import Contract
import JSON

/// The steps that every API call shares: it checks the caller, the content type and the parameters, in this order,
/// applies the behaviours that were asked for, and then calls the endpoint.
struct APICall: Sendable {
    private let endpoint: any APIEndpoint
    private let sandbox: Sandbox
    private let callers: SignatureCheck

    var operation: Operation { endpoint.operation }

    init(endpoint: any APIEndpoint, sandbox: Sandbox, callers: SignatureCheck) {
        self.endpoint = endpoint
        self.sandbox = sandbox
        self.callers = callers
    }

    /// In bytes; larger bodies of calls are not kept.
    private static var maximumKept: Int { 8 << 10 }

    /// `path` has the parameters of the path; nil if they are not percent-encoded UTF-8.
    func answer(_ request: SandboxRequest, path: [JSONObject.Member]?) -> [ConnectionAction] {
        // One state for the whole call, because a reset may replace it in between.
        let state = sandbox.state
        let values = path.flatMap { path in
            request.parameters(of: operation).map { $0.replacing(path) }
        }
        let mobile = values.flatMap { endpoint.mobile($0, in: state) }.flatMap { $0.utf8.count <= 20 ? $0 : nil }
        let (rule, behaviour) = state.behaviours.take(for: operation, mobile: mobile)
        let time = sandbox.clock.callers + behaviour.clockOffset
        let call = Call(values: values, mobile: mobile, behaviour: behaviour, callersTime: time, state: state)
        let (response, isInOrder) = response(to: request, call)
        if let rule, !isInOrder, !behaviour.concernsAnyCall { state.behaviours.giveBack(rule) }
        record(request, call, response)
        let delay: [ConnectionAction] = behaviour.delay > 0 ? [.wait(.milliseconds(behaviour.delay))] : []
        guard let fault = behaviour.fault else { return delay + response.sent(to: request, at: time) }
        return delay + fault.actions(for: response, to: request)
    }

    /// What is known of a call before its checks.
    private struct Call {
        let values: JSONObject?
        let mobile: String?
        let behaviour: CallBehaviour
        /// The server's time by which signatures are checked.
        let callersTime: Int64
        let state: Sandbox.State
    }

    private func record(_ request: SandboxRequest, _ call: Call, _ response: SandboxResponse) {
        sandbox.activity.add(
            CallRecord(
                time: sandbox.clock.now, method: request.method, path: request.path, endpoint: operation.name,
                status: response.status, apiStatus: response.apiStatus, mobile: call.mobile, reason: response.reason,
                behaviour: call.behaviour.text, warning: response.warning,
                request: request.body.count <= Self.maximumKept ? call.values : nil,
                response: response.body.count <= Self.maximumKept ? response.body : []))
    }

    /// `isInOrder` is false if the call was refused before any behaviour or its endpoint was reached.
    private func response(to request: SandboxRequest, _ call: Call) -> (response: SandboxResponse, isInOrder: Bool) {
        let parameters: CallParameters
        do throws(Refusal) {
            parameters = try self.parameters(of: request, call)
        } catch {
            return (error.response, false)
        }
        let accepted = AcceptedCall(
            parameters: parameters, state: call.state, behaviour: call.behaviour, mobile: call.mobile,
            time: sandbox.clock.now)
        let earlier = call.state.references.use(parameters.clientReference, by: operation.name)
        var response = onDemand(accepted, request) ?? respond(accepted)
        if let earlier {
            response.tell(warning: "client_ref_id was used before, by \(earlier); it should be unique for each call")
        }
        return (response, true)
    }

    private func respond(_ call: AcceptedCall) -> SandboxResponse {
        let answer = endpoint.respond(to: call)
        if let phone = answer.phone { sandbox.tellPhone(phone, call.state.phones) }
        return answer.response
    }

    /// The parameters of a call, after all checks.
    private func parameters(of request: SandboxRequest, _ call: Call) throws(Refusal) -> CallParameters {
        if let reason = callers.refusal(of: request, at: call.callersTime) {
            throw Refusal(response: operation.httpError(403, reason: reason, writer(call)))
        }
        if let reason = request.contentTypeProblem(for: operation) {
            throw Refusal(response: operation.httpError(415, reason: reason, writer(call)))
        }
        guard let values = call.values else {
            throw Refusal(response: .refusal(400, reason: request.unreadable(for: operation)))
        }
        let parameters = try CallParameters(values, rules: ParameterRule.all(of: operation))
        guard sandbox.configuration.initiators.contains(parameters["initiator_id"]) else {
            throw Refusal(response: operation.refusal(status: APIStatus.invalidInitiator, writer(call)))
        }
        if let mobile = call.mobile, call.behaviour.text == nil, MagicNumber.isMisspelt(mobile) {
            let name = operation.personParameters.first { parameters[$0] == mobile } ?? "mobile"
            let problem = "\(name) names no behaviour: see \(ControlRoutes.basePath)/"
            throw Refusal(response: .invalidParameters([(name, .string(problem))]))
        }
        return parameters
    }

    /// The answer that a behaviour asked for in place of the endpoint's; nil if there is none.
    private func onDemand(_ call: AcceptedCall, _ request: SandboxRequest) -> SandboxResponse? {
        lazy var writer = call.writer(call.state.numbers.next())
        if let status = call.behaviour.http { return httpError(status, request, writer) }
        if let status = call.behaviour.status { return operation.refusal(status: status, writer) }
        guard let answer = call.behaviour.answer.flatMap(operation.answer(named:)), !answer.isSuccess else {
            return nil
        }
        if answer.http != 200 { return httpError(answer.http, request, writer) }
        // A transfer in this state is made.
        if case .movesMoney = operation.effect, answer.transactionStatus != nil { return nil }
        return operation.refusal(answer, writer)
    }

    /// A redirect leads to the same server by another name, so that the log shows a client that follows it.
    private func httpError(_ status: Int, _ request: SandboxRequest, _ writer: AnswerWriter) -> SandboxResponse {
        var headers: [(name: String, value: String)] = []
        if 300..<400 ~= status {
            let port = request.header("host")?.split(separator: ":").last.flatMap { UInt16($0) } ?? 80
            headers.append(("location", "http://localhost:\(port)\(SandboxServer.basePath)/redirected"))
        }
        return operation.httpError(status, reason: "it was asked for", headers: headers, writer)
    }

    /// Writes an answer to a call that is not in order.
    private func writer(_ call: Call) -> AnswerWriter {
        AnswerWriter(samples: SampleValues(number: "0", time: sandbox.clock.now))
    }
}

/// The answer to a call that is not in order.
struct Refusal: Error {
    let response: SandboxResponse
}
