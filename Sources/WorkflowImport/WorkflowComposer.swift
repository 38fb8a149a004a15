import JSON
import WorkflowModel

/// Makes a workflow of the requests of another tool.
struct WorkflowComposer {
    let title: String
    /// The tool, for the first line: `curl`, `Postman`.
    let source: String
    /// What the tool has for `{{name}}`.
    let values: [String: String]
    /// Names that the tool reads from the process's environment.
    let environmentNames: Set<String>

    private var usedVariables: [String] = []
    private var capturedBy: [String: String] = [:]
    private var address: ServiceAddress?
    /// What the requests tell of environments; an import of several workflows hands it on.
    private(set) var environments: EnvironmentCollector
    private var remarks: [String] = []

    init(
        title: String, source: String, values: [String: String] = [:], environmentNames: Set<String> = [],
        environments: EnvironmentCollector = EnvironmentCollector()
    ) {
        self.title = title
        self.source = source
        self.values = values
        self.environmentNames = environmentNames
        self.environments = environments
    }

    mutating func compose(_ requests: [ForeignRequest]) -> ImportedWorkflow {
        var steps: [String] = []
        for (index, request) in requests.enumerated() { steps.append(step(request, number: index + 1)) }
        var text = "# yaml-language-server: $schema=../schemas/workflow.json\n# From \(source).\n"
        text += "name: \(yamlText(title))\nenvironment: \(address?.environmentName ?? "sandbox")\n"
        if !usedVariables.isEmpty { text += "vars:\n" + usedVariables.map { "  \(variable($0))\n" }.joined() }
        text += "\nsteps:\n" + steps.joined(separator: "\n")
        return ImportedWorkflow(text: text, fileName: fileName(title), remarks: remarks)
    }

    private mutating func step(_ request: ForeignRequest, number: Int) -> String {
        var request = request
        if request.name.trimmed.isEmpty { request.name = "request \(number)" }
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
        if !request.captures.isEmpty {
            lines.append("capture:")
            for capture in request.captures {
                lines.append("  \(variableName(capture.name)): \(yamlText(capture.path))")
                capturedBy[capture.name] = id
            }
        }
        remarks += request.remarks.map { "'\(request.name)': \($0)" }
        return lines.enumerated().map { "  \($0.offset == 0 ? "-" : " ") \($0.element)\n" }.joined()
    }

    /// The kind of step that makes this request, or the path of a call; the query leaves the address.
    private mutating func target(of request: inout ForeignRequest) -> (kind: DocumentedRequest?, path: String) {
        var url = resolved(request.url)
        if let fragment = url.firstIndex(of: "#") { url = String(url[..<fragment]) }
        if let mark = url.firstIndex(of: "?") {
            request.query =
                url[url.index(after: mark)...].split(separator: "&").map { pair in
                    let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                    return (percentDecoded(parts[0]), parts.count > 1 ? percentDecoded(parts[1]) : "")
                } + request.query
            url = String(url[..<mark])
        }
        let kind = DocumentedRequest.all.first {
            $0.method == request.method && url.hasSuffix($0.path)
        }
        let found = ServiceAddress.split(url, path: kind?.path)
        if let address, let other = found.address, other != address {
            request.remarks.append(
                "it goes to another address than the requests before it; a workflow has one environment")
        }
        if url.prefix(while: { $0 != "?" }).range(ofText: "://").map({
            url[$0.upperBound...].prefix { $0 != "/" }.contains("@")
        }) ?? false {
            request.remarks.append("the user and the password in its address are left out")
        }
        address = address ?? found.address
        if let address { environments.add(address) }
        return (kind, found.path)
    }

    /// The lines of a step for one of the documented requests.
    private mutating func documented(_ kind: DocumentedRequest, _ request: inout ForeignRequest) -> [String] {
        var given = request.query
        switch request.body {
        case .none: break
        case .fields(let fields): given += fields
        case .json(.object(let object)):
            given += object.members.map { ($0.name, $0.value.plainText) }
        case .json: request.remarks.append("its body is no object, and is left out")
        }
        leaveHeaders(&request, keepsOthers: false)
        var lines = ["\(kind.name):"]
        for (name, value) in given {
            guard kind.parameters.contains(name) else {
                request.remarks.append("'\(name)' is no parameter of \(kind.name), and is left out; a call can send it")
                continue
            }
            switch name {
            case "initiator_id":
                let number = resolved(value)
                // The environment has it.
                if environments.isInitiator(number, at: address) || value.hasPrefix("{{") { continue }
            case "client_ref_id":
                // One that is used twice is refused: ekoflow makes another each time.
                continue
            case "otp":
                request.remarks.append("the OTP is left out: the environment's otp_source gives it")
                continue
            case "otp_verification_token" where !value.contains("{{"):
                request.remarks.append("a token is not copied: capture it in the step that verifies")
                lines.append("  \(name): \(template("{{otp_verification_token}}", &request))")
                continue
            case "mobile" where kind.name == "send_otp":
                let number = resolved(value)
                environments.addRecipient(number, at: address)
            default: break
            }
            lines.append("  \(name): \(template(value, &request))")
        }
        return lines.count == 1 ? ["\(kind.name): {}"] : lines
    }

    private mutating func call(_ path: String, _ request: inout ForeignRequest) -> [String] {
        var lines = [
            "call:", "  method: \(request.method)", "  path: \(template(pathText(path), &request))",
        ]
        let headers = leaveHeaders(&request, keepsOthers: true)
        for (key, entries) in [("query", request.query), ("headers", headers)] where !entries.isEmpty {
            lines.append("  \(key):")
            for entry in unique(entries, &request) {
                let isSecret = entry.name.namesSecret && !entry.value.contains("{{")
                let value = isSecret ? "{{\(entry.name)}}" : entry.value
                lines.append("    \(yamlText(entry.name)): \(template(value, &request))")
            }
        }
        switch request.body {
        case .none: break
        case .json(.object(let object)):
            let members = unique(object.members, &request)
            lines.append("  body: \(json(.object(JSONObject(members)), &request))")
        case .json: request.remarks.append("its body is no object, and is left out")
        case .fields(let fields):
            request.remarks.append("its form became JSON: a call sends its body as JSON")
            lines.append(
                "  body: \(json(.object(JSONObject(unique(fields, &request).map { ($0.name, .string($0.value)) })), &request))"
            )
        }
        if request.method == "GET", case .json = request.body {
            request.remarks.append("a GET with a body is not sent: move its parameters to 'query'")
        }
        return lines
    }

    /// A mapping has each name once.
    private func unique<Value>(
        _ entries: [(name: String, value: Value)], _ request: inout ForeignRequest
    ) -> [(name: String, value: Value)] {
        var names: Set<String> = []
        return entries.filter { entry in
            if entry.name.isEmpty { return false }
            if names.insert(entry.name).inserted { return true }
            request.remarks.append("of several '\(entry.name)', the first is kept")
            return false
        }
    }

    /// A path as a request has it, its spaces and signs escaped.
    private func pathText(_ path: String) -> String {
        let text = path.utf8.map { byte in
            (33...126).contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
        return text.hasPrefix("/") || text.hasPrefix("{{") ? text : "/" + text
    }

    /// Takes away the headers that ekoflow makes, and tells of the others that are left out.
    @discardableResult
    private func leaveHeaders(
        _ request: inout ForeignRequest, keepsOthers: Bool
    ) -> [(name: String, value: String)] {
        let own: Set = [
            "developer_key", "secret-key", "secret-key-timestamp", "content-type", "content-length", "accept",
            "accept-encoding", "user-agent", "host", "connection", "cache-control", "postman-token",
        ]
        return request.headers.filter { header in
            let name = header.name.lowercased()
            if own.contains(name) || name.isEmpty { return false }
            guard isSendable(header.name, header.value) else {
                request.remarks.append("a header that HTTP does not allow is left out")
                return false
            }
            if keepsOthers, !["authorization", "cookie"].contains(name) { return true }
            request.remarks.append("the header '\(header.name)' is left out")
            return false
        }
    }

    private mutating func expectation(_ request: inout ForeignRequest) -> [String] {
        guard !request.expectations.isEmpty else { return [] }
        var lines = ["expect:"]
        func block(_ key: String, _ entries: [(name: String, yaml: String)]) {
            guard !entries.isEmpty else { return }
            lines.append("  \(key):")
            lines += entries.map { "    \($0.name): \($0.yaml)" }
        }
        var seen: [ForeignExpectation.Subject] = []
        var headers: [(name: String, yaml: String)] = []
        var body: [(name: String, yaml: String)] = []
        for item in request.expectations {
            if seen.contains(item.subject) {
                request.remarks.append(
                    "of two expectations of the same value, the second is left out: join them by hand")
                continue
            }
            seen.append(item.subject)
            let yaml = withExpressions(item.yaml, &request)
            switch item.subject {
            case .http: lines.append("  http: \(yaml)")
            case .within: lines.append("  within: \(yaml)")
            case .header(let name): headers.append((yamlText(name), yaml))
            case .body(let path): body.append((yamlText(path), yaml))
            }
        }
        block("headers", headers)
        block("body", body)
        if body.isEmpty {
            request.remarks.append(
                "nothing of the body is expected, and the API refuses with HTTP 200 too: add body: { status: 0 }")
        }
        return lines
    }

    // MARK: Values

    /// A text of the tool as a scalar of YAML, its names as expressions.
    private mutating func template(_ text: String, inFlow: Bool = false, _ request: inout ForeignRequest) -> String {
        let result = withExpressions(text, &request)
        let isExpression = result.hasPrefix("${{") && result.range(ofText: "}}")?.upperBound == result.endIndex
        return isExpression && !inFlow ? result : yamlText(result)
    }

    private mutating func withExpressions(_ text: String, _ request: inout ForeignRequest) -> String {
        var result = ""
        var rest = Substring(text)
        while let start = rest.range(ofText: "{{"), let end = rest[start.upperBound...].range(ofText: "}}") {
            result += rest[..<start.lowerBound]
            result += expression(rest[start.upperBound..<end.lowerBound].trimmed, &request)
            rest = rest[end.upperBound...]
        }
        return result + rest
    }

    private mutating func expression(_ name: String, _ request: inout ForeignRequest) -> String {
        switch name {
        case "$guid", "$randomUUID": return "${{ uuid() }}"
        case "$randomInt": return "${{ random_digits(3) }}"
        case "$timestamp":
            request.remarks.append("a time in seconds became one in milliseconds")
            return "${{ now_ms() }}"
        default: break
        }
        if name.hasPrefix("$") { request.remarks.append("'\(name)' has no counterpart, and became a variable") }
        if let step = capturedBy[name] { return "${{ steps.\(step).\(variableName(name)) }}" }
        if !usedVariables.contains(name) { usedVariables.append(name) }
        return "${{ vars.\(variableName(name)) }}"
    }

    /// A line of `vars`. What may be secret is not copied.
    private mutating func variable(_ name: String) -> String {
        let key = variableName(name)
        if environmentNames.contains(name) { return "\(key): { env: \(name) }" }
        if name.namesSecret {
            remarks.append("the value of '\(name)' is not copied: set the variable \(key.uppercased()) of the process")
            return "\(key): { env: \(key.uppercased()) }"
        }
        if let value = values[name], !value.contains("{{") { return "\(key): \(yamlText(value))" }
        remarks.append("'\(name)' has no value here: give it with --var \(key)=...")
        return "\(key): { required: true }"
    }

    /// The text with the values of the names that have one. Values may name others; one that comes to itself keeps its name,
    /// and so does what would make the text longer than any address.
    private func resolved(_ text: String, within names: [String] = []) -> String {
        var result = ""
        var rest = Substring(text)
        while let start = rest.range(ofText: "{{"), let end = rest[start.upperBound...].range(ofText: "}}") {
            result += rest[..<start.lowerBound]
            let name = rest[start.upperBound..<end.lowerBound].trimmed
            let isOpen = names.count < 4 && !names.contains(name) && result.utf8.count < 4_096
            let value = isOpen ? values[name].map { resolved($0, within: names + [name]) } : nil
            result += value ?? String(rest[start.lowerBound..<end.upperBound])
            rest = rest[end.upperBound...]
        }
        return result + rest
    }

    private mutating func json(_ value: JSONValue, _ request: inout ForeignRequest) -> String {
        switch value {
        case .string(let text): return template(text, inFlow: true, &request)
        case .array(let elements):
            var parts: [String] = []
            for element in elements { parts.append(json(element, &request)) }
            return "[\(parts.joined(separator: ", "))]"
        case .object(let object):
            var parts: [String] = []
            for member in object.members {
                let isSecret =
                    if case .string(let text) = member.value { member.name.namesSecret && !text.contains("{{") } else {
                        false
                    }
                let value = isSecret ? JSONValue.string("{{\(member.name)}}") : member.value
                parts.append("\(yamlText(member.name)): \(json(value, &request))")
            }
            return parts.isEmpty ? "{}" : "{ \(parts.joined(separator: ", ")) }"
        default: return value.serialized
        }
    }
}

/// True for a header that HTTP allows.
private func isSendable(_ name: String, _ value: String) -> Bool {
    name.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    } && value.utf8.allSatisfy { $0 >= 32 && $0 != 127 }
}

extension JSONValue {
    /// A parameter of the API is text, whatever it was.
    fileprivate var plainText: String {
        if case .string(let text) = self { text } else { serialized }
    }
}
