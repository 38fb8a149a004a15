import JSON
import WorkflowModel

/// The lines of a step's request.
extension WorkflowComposer {
    /// For a documented request.
    mutating func documented(_ kind: DocumentedRequest, _ request: inout ForeignRequest) -> [String] {
        let given = request.query + (members(ofBody: &request) ?? []).map { ($0.name, $0.value.parameterText) }
        switch request.body {
        case .urlencoded, .form: request.remark("its form became JSON, which \(kind.name) is documented to take")
        case .none, .json, .text: break
        }
        _ = keptHeaders(&request, keepsOthers: false)
        var lines = ["\(kind.name):"]
        for (name, value) in unique(given, &request) {
            guard kind.parameters.contains(name) else {
                request.remark(
                    "a parameter that \(kind.name) does not have is left out, \(name.nameForRemark): a call can send it"
                )
                continue
            }
            switch name {
            case "initiator_id" where isInitiator(value): continue
            case "client_ref_id":
                request.remark(Self.remarkOnReference)
                continue
            case "otp":
                guard let reason = reasonToKeep(otp: value, of: request) else {
                    request.remark("the OTP is left out: the environment's otp_source gives it")
                    continue
                }
                request.remark("the OTP is kept, because \(reason)")
                guard value.contains(text: "{{") else {
                    lines.append("  otp: \(yamlText(value))")
                    continue
                }
            case "otp_verification_token" where !value.isOneName:
                request.remark("a token is not copied: capture it in the step that verifies")
            case "mobile" where kind.name == "send_otp": environments.addRecipient(values.resolved(value), at: address)
            default: break
            }
            lines.append("  \(name): \(values.scalar(value, named: name, &request))")
        }
        return lines.count == 1 ? ["\(kind.name): {}"] : lines
    }

    /// Why an OTP is wrong on purpose. With the right one, the step would test the opposite, and use up an OTP. Nil if it is
    /// not, or may be a secret of another kind.
    private func reasonToKeep(otp: String, of request: ForeignRequest) -> String? {
        guard otp.utf8.count <= 16 || otp.isOneName, !otp.looksSecret, !otp.holdsKey() else { return nil }
        if request.expectsRefusal { return "a refusal is expected" }
        let isNumber = !otp.isEmpty && otp.utf8.allSatisfy { (48...57).contains($0) }
        return isNumber && !(4...8).contains(otp.utf8.count) ? "no OTP has \(otp.utf8.count) digits" : nil
    }

    /// For any other request: by the operation's name if that sends the same, otherwise by method and path.
    mutating func call(_ placed: PlacedRequest, _ request: inout ForeignRequest) -> [String] {
        noteInitiator(of: request)
        leaveOutReference(of: placed, &request)
        let path = placed.path(below: address)
        if let lines = named(placed, path, &request) { return ["call:"] + lines + headers(&request) }
        var lines = ["call:", "  method: \(request.method)", "  path: \(yamlText(values.path(path, &request)))"]
        lines += mapping("query", request.query, &request)
        lines += headers(&request)
        return lines + body(&request)
    }

    private mutating func headers(_ request: inout ForeignRequest) -> [String] {
        mapping("headers", keptHeaders(&request, keepsOthers: true), &request)
    }

    /// A key with these entries below it, and nothing if there are none.
    private mutating func mapping(
        _ key: String, _ entries: [(name: String, value: String)], _ request: inout ForeignRequest
    ) -> [String] {
        let lines = unique(entries, &request).map { entry in
            let value = values.scalar(entry.value, named: entry.name, inHeader: key == "headers", &request)
            return "    \(yamlText(entry.name)): \(value)"
        }
        return lines.isEmpty ? [] : ["  \(key):"] + lines
    }

    // MARK: Common parameters

    /// Whether the value is the environment's `initiator_id`, which every request gets.
    mutating func isInitiator(_ value: String) -> Bool {
        let isOfEnvironment = environments.isInitiator(values.resolved(value), at: address)
        return isOfEnvironment || value.hasPrefix("{{")
    }

    private static let remarkOnReference =
        "its client_ref_id is left out: each request gets a new one, because the API wants a unique one per request"

    /// Leaves out a constant `client_ref_id` of a request that does more than read, if ekoflow sends a new one in its place.
    private func leaveOutReference(of placed: PlacedRequest, _ request: inout ForeignRequest) {
        let name = "client_ref_id"
        guard !placed.onlyReads, placed.operation.map({ $0.parameter(name) != nil }) ?? true else { return }
        var isLeftOut = false
        func isKept(_ field: String, _ value: String) -> Bool {
            let isConstant = field == name && values.isConstant(value)
            isLeftOut = isLeftOut || isConstant
            return !isConstant
        }
        switch request.body {
        case .none: break
        case .json(.object(let object)):
            let members = object.members.filter { isKept($0.name, $0.value.parameterText) }
            if isLeftOut { request.body = .json(.object(JSONObject(members))) }
        case .urlencoded(let fields): request.body = .urlencoded(fields.filter { isKept($0.name, $0.value) })
        case .form(let parts):
            request.body = .form(
                parts.filter { part in
                    if case .text(let text) = part.content { isKept(part.name, text) } else { true }
                })
        // Nothing is added to a list or a string.
        case .json, .text: return
        }
        request.query = request.query.filter { isKept($0.name, $0.value) }
        if isLeftOut { request.remark(Self.remarkOnReference) }
    }

    /// Finds the environment's `initiator_id` in any request.
    private mutating func noteInitiator(of request: ForeignRequest) {
        let inBody = (request.bodyMembers ?? []).map { ($0.name, $0.value.parameterText) }
        for (name, value) in request.query + inBody where name == "initiator_id" {
            _ = environments.isInitiator(values.resolved(value), at: address)
        }
    }
}

extension JSONValue {
    /// As a string, because all parameters of the API are strings.
    var parameterText: String {
        text?.withoutUnquotedMark ?? serialized
    }
}
