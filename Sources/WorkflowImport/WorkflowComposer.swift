import JSON
import Source
import WorkflowModel

/// Makes a workflow from another tool's requests.
struct WorkflowComposer {
    let title: String
    /// The tool's name for the first line: `curl` or `Postman`.
    let source: String
    /// The environments found so far. An import of several workflows passes them on to the next composer.
    private(set) var environments: EnvironmentCollector

    var values: ValueComposer
    private var address: ServiceAddress?
    private var remarks: [String] = []

    init(
        title: String, source: String, values: [String: String] = [:], environmentNames: Set<String> = [],
        environments: EnvironmentCollector = EnvironmentCollector()
    ) {
        self.title = title.looksSecret || title.trimmed.isEmpty ? "Imported from \(source)" : title
        self.source = source
        self.values = ValueComposer(known: values, environmentNames: environmentNames)
        self.environments = environments
    }

    mutating func compose(_ requests: [ForeignRequest]) -> ImportedWorkflow {
        var steps: [String] = []
        for (index, request) in requests.enumerated() { steps.append(step(request, number: index + 1)) }
        var text = "# yaml-language-server: $schema=../schemas/workflow.json\n# From \(source).\n"
        let environment = address.flatMap { environments.name(of: $0) } ?? "sandbox"
        text += "name: \(yamlText(title))\nenvironment: \(environment)\n"
        let (variables, problems) = values.variables()
        if !variables.isEmpty { text += "vars:\n" + variables.map { "  \($0)\n" }.joined() }
        remarks += problems
        text += "\nsteps:\n" + steps.joined(separator: "\n")
        return ImportedWorkflow(text: text, fileName: fileName(title), remarks: remarks)
    }

    private mutating func step(_ request: ForeignRequest, number: Int) -> String {
        var request = request
        if request.name.trimmed.isEmpty || request.name.looksSecret { request.name = "request \(number)" }
        let target = target(of: &request)
        let id = "\(target.kind?.name ?? "call")_\(number)"
        var lines: [String] = []
        if !request.captures.isEmpty { lines.append("id: \(id)") }
        lines.append("name: \(yamlText(request.name))")
        if let kind = target.kind {
            lines += documented(kind, &request)
        } else {
            lines += call(target.path, &request)
        }
        if let timeout = request.timeout { lines.append("timeout: \(timeout)") }
        lines += expectation(&request)
        lines += capture(&request, id: id)
        lines += request.todos.map { "# TODO: \($0)" }
        remarks += request.remarks.map { "'\(request.name)': \($0)" }
        return lines.enumerated().map { "  \($0.offset == 0 ? "-" : " ") \($0.element)\n" }.joined()
    }

    /// The documented request that matches, or nil and the path of a `call`. The query moves from the URL to `request`.
    /// Placeholders are replaced only before the path, where they decide the environment.
    private mutating func target(of request: inout ForeignRequest) -> (kind: DocumentedRequest?, path: String) {
        var url = request.url
        if let fragment = url.firstIndex(of: "#") { url = String(url[..<fragment]) }
        if let mark = url.firstIndex(of: "?") {
            request.query =
                url[url.index(after: mark)...].split(separator: "&").map { pair in
                    let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                    return (percentDecoded(parts[0]), parts.count > 1 ? percentDecoded(parts[1]) : "")
                } + request.query
            url = String(url[..<mark])
        }
        let scheme = url.range(ofText: "://")
        let pathStart = url[(scheme?.upperBound ?? url.startIndex)...].firstIndex(of: "/") ?? url.endIndex
        url = values.resolved(String(url[..<pathStart])) + url[pathStart...]
        // The user and the password end at the last @, even if one of them contains a slash.
        if let scheme = url.range(ofText: "://"), let sign = url.lastIndex(of: "@"), sign > scheme.upperBound {
            url.removeSubrange(scheme.upperBound...sign)
            request.remarks.append("the user and the password in its address are left out")
        }
        let kind = DocumentedRequest.all.first { $0.method == request.method && url.hasSuffix($0.path) }
        let found = ServiceAddress.split(url, path: kind?.path)
        if let address, let other = found.address, other != address {
            request.remarks.append("it goes to another address than the first request: a workflow has one environment")
        }
        address = address ?? found.address
        if let address { environments.add(address) }
        return (kind, found.path)
    }

    // MARK: Requests

    /// The lines of a step for a documented request.
    private mutating func documented(_ kind: DocumentedRequest, _ request: inout ForeignRequest) -> [String] {
        let given = request.query + (members(ofBody: &request) ?? []).map { ($0.name, $0.value.plainText) }
        leaveHeaders(&request, keepsOthers: false)
        var lines = ["\(kind.name):"]
        for (name, value) in unique(given, &request) {
            guard kind.parameters.contains(name) else {
                request.remarks.append(
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
                let remark =
                    "its client_ref_id is left out: each request gets a new one, because the API accepts each only once"
                if !request.remarks.contains(remark) { request.remarks.append(remark) }
                continue
            case "otp":
                request.remarks.append("the OTP is left out: the environment's otp_source gives it")
                continue
            case "otp_verification_token" where !value.isOneName:
                request.remarks.append("a token is not copied: capture it in the step that verifies")
                lines.append("  \(name): \(values.template("{{otp_verification_token}}", &request))")
                continue
            case "mobile" where kind.name == "send_otp": environments.addRecipient(values.resolved(value), at: address)
            default: break
            }
            lines.append("  \(name): \(values.template(value, &request))")
        }
        return lines.count == 1 ? ["\(kind.name): {}"] : lines
    }

    private mutating func call(_ path: String, _ request: inout ForeignRequest) -> [String] {
        noteInitiator(of: request)
        if !request.method.utf8.allSatisfy({ (65...90).contains($0) }) || request.method.isEmpty {
            request.remarks.append("its method is not a word, and became GET")
            request.method = "GET"
        }
        var lines = ["call:", "  method: \(request.method)", "  path: \(values.template(pathText(path), &request))"]
        let headers = leaveHeaders(&request, keepsOthers: true)
        for (key, entries) in [("query", request.query), ("headers", headers)] {
            let entries = unique(entries, &request)
            if entries.isEmpty { continue }
            lines.append("  \(key):")
            for entry in entries {
                let isSecret = (entry.name.namesSecret && !entry.value.isOneName) || entry.value.looksSecret
                let value = isSecret ? "{{\(entry.name)}}" : entry.value
                lines.append("    \(yamlText(entry.name)): \(values.template(value, isSecret: isSecret, &request))")
            }
        }
        if case .none = request.body { return lines }
        if case .fields = request.body {
            request.remarks.append("its form became JSON: a call sends its body as JSON")
        }
        if let members = members(ofBody: &request) {
            let body = JSONValue.object(JSONObject(unique(members, &request)))
            lines.append("  body: \(values.json(body, named: "", &request))")
        }
        return lines
    }

    /// The members of a body that is an object or a form; nil for another body, which is left out.
    private func members(ofBody request: inout ForeignRequest) -> [JSONObject.Member]? {
        if let members = request.bodyMembers { return members }
        request.remarks.append("its body is not an object, and is left out")
        return nil
    }

    /// Finds the environment's `initiator_id` in any request.
    private mutating func noteInitiator(of request: ForeignRequest) {
        let inBody = (request.bodyMembers ?? []).map { ($0.name, $0.value.plainText) }
        for (name, value) in request.query + inBody where name == "initiator_id" {
            _ = environments.isInitiator(values.resolved(value), at: address)
        }
    }

    /// Keeps the first value for each name, because a mapping has each name once. Skips invalid names.
    private func unique<Value>(
        _ entries: [(name: String, value: Value)], _ request: inout ForeignRequest
    ) -> [(name: String, value: Value)] {
        var names: Set<String> = []
        return entries.filter { entry in
            if entry.name.isEmpty { return false }
            guard entry.name.utf8.count <= 60, entry.name.utf8.allSatisfy(\.isNameByte) else {
                request.remarks.append("a value is left out: its name has characters that are not allowed in names")
                return false
            }
            if names.insert(entry.name).inserted { return true }
            request.remarks.append("of several \(entry.name.nameForRemark), the first is kept")
            return false
        }
    }

    /// A path with spaces and special characters percent-encoded.
    private func pathText(_ path: String) -> String {
        let text = path.utf8.map { byte in
            (33...126).contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
        return text.hasPrefix("/") ? text : "/" + text
    }

    /// Removes the headers that ekoflow sets itself, and adds remarks about others that are left out.
    @discardableResult
    private func leaveHeaders(
        _ request: inout ForeignRequest, keepsOthers: Bool
    ) -> [(name: String, value: String)] {
        let ofClients: Set = ["accept", "accept-encoding", "user-agent", "cache-control", "postman-token"]
        return request.headers.filter { header in
            let name = header.name.lowercased()
            if name.isEmpty || ofClients.contains(name) || ReservedNames.isSetByProgram(header: name) { return false }
            if ReservedNames.overridesRequest(header: name) {
                request.remarks.append(
                    "a header is left out, \(header.name.nameForRemark): it replaces the method or the path")
                return false
            }
            if keepsOthers, !["authorization", "cookie"].contains(name),
                header.value.utf8.allSatisfy({ $0 >= 32 && $0 != 127 })
            {
                return true
            }
            let reason =
                ["authorization", "cookie"].contains(name)
                ? "it may be secret"
                : keepsOthers ? "its value has signs that headers do not have" : "the API's own requests have no others"
            request.remarks.append("a header is left out, \(header.name.nameForRemark): \(reason)")
            return false
        }
    }
}

extension JSONValue {
    /// As a string, because all parameters of the API are strings.
    fileprivate var plainText: String {
        if case .string(let text) = self { text } else { serialized }
    }
}
