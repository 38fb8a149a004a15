import JSON
import WorkflowModel

/// The lines of a step's request.
extension WorkflowComposer {
    /// For a documented request.
    mutating func documented(_ kind: DocumentedRequest, _ request: inout ForeignRequest) -> [String] {
        let given = request.query + (members(ofBody: &request) ?? []).map { ($0.name, $0.value.parameterText) }
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
            case "initiator_id":
                // The environment has the caller's number.
                if value.hasPrefix("{{") {
                    _ = environments.isInitiator(values.resolved(value), at: address)
                    continue
                }
                if environments.isInitiator(value, at: address) { continue }
            case "client_ref_id":
                request.remark("its client_ref_id is left out: each request gets one, as the API takes none twice")
                continue
            case "otp":
                request.remark("the OTP is left out: the environment's otp_source gives it")
                continue
            case "otp_verification_token" where !value.isOneName:
                request.remark("a token is not copied: capture it in the step that verifies")
            case "mobile" where kind.name == "send_otp": environments.addRecipient(values.resolved(value), at: address)
            default: break
            }
            lines.append("  \(name): \(values.scalar(value, named: name, &request))")
        }
        return lines.count == 1 ? ["\(kind.name): {}"] : lines
    }

    /// For any other request.
    mutating func call(_ path: String, _ request: inout ForeignRequest) -> [String] {
        noteInitiator(of: request)
        var lines = ["call:", "  method: \(request.method)", "  path: \(pathScalar(path, &request))"]
        let headers = keptHeaders(&request, keepsOthers: true)
        for (key, entries) in [("query", request.query), ("headers", headers)] {
            let entries = unique(entries, &request)
            if entries.isEmpty { continue }
            lines.append("  \(key):")
            for entry in entries {
                let value = values.scalar(entry.value, named: entry.name, inHeader: key == "headers", &request)
                lines.append("    \(yamlText(entry.name)): \(value)")
            }
        }
        return lines + body(&request)
    }

    private mutating func pathScalar(_ path: String, _ request: inout ForeignRequest) -> String {
        yamlText(values.path(path, &request))
    }

    /// Reads a body that is a variable, if the variable's value is JSON.
    func resolveBody(_ request: inout ForeignRequest) {
        guard case .json(.string(let text)) = request.body, let name = text.unquotedPlaceholder else { return }
        if let known = values.known.texts[name], let reading = JSONReading(known) {
            request.body = .json(reading.value)
        } else {
            request.body = .none
            request.leaveUnfinished("its body is the variable \(name.nameForRemark), and is left out")
        }
    }

    private mutating func body(_ request: inout ForeignRequest) -> [String] {
        if case .none = request.body { return [] }
        guard let members = members(ofBody: &request) else { return [] }
        if request.method == "GET" {
            if !members.isEmpty { request.leaveUnfinished("its body is left out, because a GET has none") }
            return []
        }
        if case .fields = request.body {
            if members.isEmpty { return [] }
            request.remark("its form became JSON: a call sends its body as JSON")
        }
        let body = JSONValue.object(JSONObject(unique(members, &request)))
        return ["  body: \(values.json(body, named: "", &request))"]
    }

    /// The members of a body that is an object or a form; nil for another body, which is left out.
    private func members(ofBody request: inout ForeignRequest) -> [JSONObject.Member]? {
        if case .json(.object(let object)) = request.body {
            for name in object.duplicateNames { request.remark("of several \(name.nameForRemark), the last is kept") }
            return object.distinctMembers
        }
        if let members = request.bodyMembers { return members }
        if case .json(let value) = request.body {
            request.leaveUnfinished("its body is \(value.typeNameWithArticle), and is left out: a call sends an object")
        }
        return nil
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
    fileprivate var parameterText: String {
        text?.withoutUnquotedMark ?? serialized
    }
}
