import HTTP
import JSON
import Secrets
import WorkflowEngine
import WorkflowModel

extension PlanReport {
    /// For programs. Keys and signatures are left out.
    package var json: String { JSONText.inert(value.prettyPrinted + "\n") }

    private var value: JSONValue {
        var members: [JSONObject.Member] = [("environments", .array(forecasts.map(json)))]
        if let wholeForecast {
            members += counts(of: wholeForecast)
            members.append(("refused", .array(wholeForecast.excesses.map(text))))
        }
        members.append(("requests", .array(preview.requests.map(json))))
        return .object(JSONObject(members))
    }

    private func json(_ forecast: EffectForecast) -> JSONValue {
        guard let environment = forecast.environment else { return .null }
        var members: [JSONObject.Member] = [
            ("name", text(environment.name)), ("base_url", text(environment.baseURL)),
            ("production", .bool(environment.isProduction)), ("sandbox", .bool(environment.isSandbox)),
        ]
        members += counts(of: forecast)
        if let maximum = environment.limits.maximum { members.append(("max_sends", .integer(maximum))) }
        if let maximum = environment.limits.maximumPerRecipient {
            members.append(("max_sends_per_recipient", .integer(maximum)))
        }
        if let maximum = environment.limits.maximumTransfers { members.append(("max_transfers", .integer(maximum))) }
        if let maximum = environment.limits.maximumAmount { members.append(("max_amount", number(maximum))) }
        if let maximum = environment.limits.maximumPriced { members.append(("max_priced", .integer(maximum))) }
        if let use = forecast.use { members.append(("budgets", json(use, of: forecast))) }
        members.append(("refused", .array(forecast.excesses.map(text))))
        return .object(JSONObject(members))
    }

    /// What the ledger has counted before this plan.
    private func json(_ use: PeriodUse, of forecast: EffectForecast) -> JSONValue {
        let budgets = forecast.limits.budgets
        var object = use.json(budgets)
        if let maximum = budgets.sendsPerRecipientPerDay {
            object.append("max_sends_per_recipient_per_day", .integer(maximum))
            object.append(
                "recipients",
                .array(
                    forecast.byRecipient.filter { !$0.number.isEmpty }.map { number, _ in
                        let line = use.line(to: number, budgets)
                        return .object(
                            JSONObject([
                                ("number", text(number)), ("used", .integer(line.used)),
                                ("left", .integer(line.left ?? 0)),
                            ]))
                    }))
        }
        return .object(object)
    }

    private func counts(of forecast: EffectForecast) -> [JSONObject.Member] {
        [
            ("sms", .integer(forecast.sms.total)), ("sms_conditional", .integer(forecast.sms.conditional)),
            ("transfers", .integer(forecast.transfers.total)),
            ("transfers_conditional", .integer(forecast.transfers.conditional)),
            ("amount", number(forecast.amount)), ("amounts_unknown", .integer(forecast.unknownAmounts)),
            ("priced", .integer(forecast.priced.total)), ("priced_conditional", .integer(forecast.priced.conditional)),
            ("price", number(forecast.price)),
        ]
    }

    private func number(_ amount: Rupees) -> JSONValue { JSONNumber(amount.digits).map { .number($0) } ?? .null }

    private func json(_ request: PlannedRequest) -> JSONValue {
        var members: [JSONObject.Member] = [
            ("workflow", text(request.workflow)), ("step", text(request.name)),
            ("environment", text(request.environment.name)), ("method", .string(request.request.method)),
            ("url", text(request.environment.baseURL + target(of: request))),
        ]
        let headers = request.request.headers.filter { !$0.isSecret }.map { header in
            (
                name: header.name,
                value: SecretWords.areIn(header.name) ? .string(Redactor.mask) : text(header.shownValue)
            )
        }
        members.append(("headers", .object(JSONObject(headers))))
        if let form = request.request.form { members.append(("form", .array(form.parts.map(json)))) }
        if let body = request.request.body { members.append(("body", text(String(decoding: body, as: UTF8.self)))) }
        if let effect = request.effect {
            members.append(("effects", .array(effect.kinds.words.map { .string($0) })))
            if effect.kinds.contains(.texts) {
                members.append(("sms_to", .array(effect.recipients.filter { !$0.isEmpty }.map(text))))
                members.append(("sms_to_unknown", .bool(effect.hasUnknownRecipient)))
            }
            if let amount = effect.amount { members.append(("amount", number(amount))) }
            if let price = effect.price { members.append(("price", number(price))) }
        }
        members.append(("conditional", .bool(request.isConditional)))
        if let count = request.maximumCount { members.append(("maximum_count", .integer(count))) }
        if let problem = request.problem { members.append(("problem", text(problem))) }
        return .object(JSONObject(members))
    }

    private func json(_ part: MultipartForm.Part) -> JSONValue {
        var members: [JSONObject.Member] = [("name", text(part.name))]
        switch part.content {
        case .bytes(let bytes): members.append(("value", text(String(decoding: bytes, as: UTF8.self))))
        case .file(let file):
            members.append(("file", text(file.path)))
            members.append(("size", .integer(file.size)))
            if let name = part.fileName { members.append(("file_name", text(name))) }
        }
        if let type = part.contentType { members.append(("content_type", text(type))) }
        return .object(JSONObject(members))
    }

    private func text(_ text: String) -> JSONValue { .string(clean(text)) }
}

extension HTTPHeader {
    /// The value without the boundary of a form, which is another one in every run.
    fileprivate var shownValue: String {
        guard name == "content-type", value.hasPrefix("multipart/"),
            let end = value.firstRange(of: "; boundary=ekoflow-")
        else { return value }
        return String(value[..<end.lowerBound])
    }
}
