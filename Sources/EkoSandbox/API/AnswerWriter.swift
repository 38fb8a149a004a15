import Contract
import JSON

/// Writes a documented answer: its codes, and a value for each documented member.
struct AnswerWriter: Sendable {
    /// What the sandbox knows, by the names of members. It takes precedence over everything else.
    var facts: [String: JSONValue] = [:]
    /// What the caller gave, by the names of parameters. Members of the same name repeat it.
    var given: CallParameters?
    let samples: SampleValues

    func response(_ answer: DocumentedAnswer, message: String) -> SandboxResponse {
        if facts["tx_status"] == nil, let status = answer.transactionStatus {
            var writer = self
            writer.tell(transactionStatus: status)
            return writer.response(answer, message: message)
        }
        let shape = answer.body ?? .unknown
        let body: JSONValue
        if shape.types.contains(.object) {
            body = .object(envelope(answer, shape, message))
        } else {
            body = .array(shape.elements.map { value(of: $0, named: "") })
        }
        var response = SandboxResponse.json(answer.http, body)
        if answer.http == 200, case .exactly(let status)? = answer.status { response.apiStatus = status }
        return response
    }

    private func envelope(_ answer: DocumentedAnswer, _ shape: AnswerShape, _ message: String) -> JSONObject {
        var codes: [String: JSONValue] = ["message": .string(message)]
        if case .exactly(let status)? = answer.status { codes["status"] = .integer(status) }
        codes["response_status_id"] = answer.statusID.map { .integer($0) }
        codes["response_type_id"] = answer.responseTypes.first.map { .integer($0) }
        return JSONObject(
            shape.members.compactMap { member in
                if let code = codes[member.name] { return (member.name, code) }
                if case .object(let problems) = value(of: member.shape, named: member.name),
                    member.name == "invalid_params"
                {
                    let texts = problems.members.map { ($0.name, JSONValue.string("\($0.name) is invalid")) }
                    return (member.name, .object(JSONObject(texts)))
                }
                return written(member)
            })
    }

    private func written(_ member: AnswerShape.Member) -> JSONObject.Member? {
        // Some answers have an empty object or no object at all.
        if member.isOptional, member.shape.types.contains(.object), member.shape.members.isEmpty { return nil }
        return (member.name, value(of: member.shape, named: member.name))
    }

    private func value(of shape: AnswerShape, named name: String) -> JSONValue {
        if !shape.members.isEmpty { return .object(JSONObject(shape.members.compactMap(written))) }
        if !shape.elements.isEmpty {
            return echo(of: shape, named: name) ?? .array(shape.elements.map { value(of: $0, named: "") })
        }
        if shape.types == .object { return [:] }
        return fact(of: shape, named: name) ?? echo(of: shape, named: name)
            ?? samples.value(named: name, types: shape.types)
    }

    private func fact(of shape: AnswerShape, named name: String) -> JSONValue? {
        facts[name].flatMap { $0.converted(to: shape.types) }
    }

    private func echo(of shape: AnswerShape, named name: String) -> JSONValue? {
        given?.value(name).flatMap { $0.converted(to: shape.types) }
    }
}

extension JSONValue {
    /// The value with one of the types: a number as text, or a text as the number in it. Nil if it has none of them.
    fileprivate func converted(to types: JSONTypes) -> JSONValue? {
        if types.contains(JSONTypes(of: self)) { return self }
        switch self {
        case .number(let number) where types.contains(.string): return .string(number.text)
        case .string(let text) where types.contains(.number): return JSONNumber(text).map { .number($0) }
        default: return nil
        }
    }
}

extension AnswerShape {
    fileprivate static let unknown = AnswerShape(.object)
}
