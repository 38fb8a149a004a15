import JSON
import Secrets
import WorkflowEngine

extension PlanReport {
    /// For programs. Keys and signatures are left out.
    package var json: String { JSONText.inert(value.prettyPrinted + "\n") }

    private var value: JSONValue {
        var members: [JSONObject.Member] = [("environments", .array(forecasts.map(json)))]
        if let wholeForecast {
            members.append(("sms", .integer(wholeForecast.total)))
            members.append(("refused", .array(wholeForecast.excesses.map(text))))
        }
        members.append(("requests", .array(preview.requests.map(json))))
        return .object(JSONObject(members))
    }

    private func json(_ forecast: SendForecast) -> JSONValue {
        guard let environment = forecast.environment else { return .null }
        var members: [JSONObject.Member] = [
            ("name", text(environment.name)), ("base_url", text(environment.baseURL)),
            ("production", .bool(environment.isProduction)), ("sandbox", .bool(environment.isSandbox)),
            ("sms", .integer(forecast.total)), ("sms_conditional", .integer(forecast.conditional)),
        ]
        if let maximum = environment.limits.maximum { members.append(("max_sends", .integer(maximum))) }
        if let maximum = environment.limits.maximumPerRecipient {
            members.append(("max_sends_per_recipient", .integer(maximum)))
        }
        members.append(("refused", .array(forecast.excesses.map(text))))
        return .object(JSONObject(members))
    }

    private func json(_ request: PlannedRequest) -> JSONValue {
        var members: [JSONObject.Member] = [
            ("workflow", text(request.workflow)), ("step", text(request.name)),
            ("environment", text(request.environment.name)), ("method", .string(request.request.method)),
            ("url", text(request.environment.baseURL + target(of: request))),
        ]
        let headers = request.request.headers.filter { !$0.isSecret }.map { header in
            (name: header.name, value: SecretWords.areIn(header.name) ? .string(Redactor.mask) : text(header.value))
        }
        members.append(("headers", .object(JSONObject(headers))))
        if let body = request.request.body { members.append(("body", text(String(decoding: body, as: UTF8.self)))) }
        if let send = request.send {
            members.append(("sms_to", .array(send.recipients.filter { !$0.isEmpty }.map(text))))
            members.append(("sms_to_unknown", .bool(send.hasUnknownRecipient)))
        }
        members.append(("conditional", .bool(request.isConditional)))
        if let count = request.maximumCount { members.append(("maximum_count", .integer(count))) }
        if let problem = request.problem { members.append(("problem", text(problem))) }
        return .object(JSONObject(members))
    }

    private func text(_ text: String) -> JSONValue { .string(clean(text)) }
}
