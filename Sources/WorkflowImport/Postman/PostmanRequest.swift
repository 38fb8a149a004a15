import JSON

extension ForeignRequest {
    /// A request of a collection, with its tests.
    init(postman item: JSONValue) {
        self.init(name: item["name"]?.text ?? "request")
        let request = item["request"] ?? .null
        method = request["method"]?.text?.uppercased() ?? "GET"
        // A request may be just its URL.
        if let url = request["url"] ?? (request.text == nil ? nil : request) { readAddress(url) }
        for header in request["header"]?.enabledElements ?? [] {
            if let name = header["key"]?.text { headers.append((name, header["value"]?.plainText ?? "")) }
        }
        // Older exports have the headers as one string, a line each.
        for line in request["header"]?.text?.split(separator: "\n") ?? [] {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { headers.append((parts[0].trimmed, parts[1].trimmed)) }
        }
        readBody(request["body"])
        if let kind = request["auth"]?["type"]?.text, kind != "noauth" {
            remark("its authorization \(kind.nameForRemark) is left out")
        }
        for event in item["event"]?.elements ?? [] { readEvent(event) }
    }

    private mutating func readEvent(_ event: JSONValue) {
        let lines = event["script"]?["exec"]?.lines ?? []
        if event["listen"]?.text == "test" {
            let script = PostmanScript(lines)
            expectations += script.expectations
            captures += script.captures
            addUnread(script.unread)
        } else if lines.contains(where: { !$0.trimmed.isEmpty }) {
            remark(leftOut("its pre-request script", lines))
        }
    }

    /// Reads the URL, from its string or its parts. A path segment `:id` becomes a placeholder.
    private mutating func readAddress(_ address: JSONValue) {
        var text = address.text ?? address["raw"]?.text ?? ""
        if text.isEmpty { text = address.joinedParts }
        let query = text[(text.firstIndex(of: "?") ?? text.endIndex)...]
        let parts = text.dropLast(query.count).split(separator: "/", omittingEmptySubsequences: false).map { part in
            part.hasPrefix(":") && part.count > 1 ? "{{\(part.dropFirst())}}" : String(part)
        }
        url = parts.joined(separator: "/") + query
        if !url.isEmpty, !url.contains("://"), !url.hasPrefix("{{"), !url.hasPrefix("/") { url = "http://\(url)" }
        for variable in address["variable"]?.enabledElements ?? [] {
            // Format 2.0 has the name as the id.
            guard let name = variable["key"]?.text ?? variable["id"]?.text, let value = variable["value"] else {
                continue
            }
            pathValues[name] = value.plainText
        }
    }

    private mutating func readBody(_ body: JSONValue?) {
        if body?["disabled"] == .bool(true) { return }
        switch body?["mode"]?.text {
        case nil: return
        case "raw":
            guard let text = body?["raw"]?.text, !text.trimmed.isEmpty else { return }
            if let reading = JSONReading(text) {
                if reading.isRepaired { remark(JSONReading.remarkOnRepair) }
                self.body = .json(reading.value)
            } else {
                contentType = body?["options"]?["raw"]?["language"]?.text.flatMap { Self.contentTypes[$0] }
                self.body = .text(text)
            }
        case "graphql":
            var members: [JSONObject.Member] = []
            if let query = body?["graphql"]?["query"] { members.append(("query", query)) }
            if let text = body?["graphql"]?["variables"]?.text, let reading = JSONReading(text) {
                members.append(("variables", reading.value))
            }
            self.body = .json(.object(JSONObject(members)))
        case "urlencoded":
            self.body = .urlencoded(
                (body?["urlencoded"]?.enabledElements ?? []).compactMap { field in
                    field["key"]?.text.map { ($0, field["value"]?.plainText ?? "") }
                })
        case "formdata": self.body = .form((body?["formdata"]?.enabledElements ?? []).flatMap { parts(of: $0) })
        case "file":
            leaveUnfinished("its body is a file, and is left out: a call sends files only in a 'form'")
        case let mode?: leaveUnfinished("its body of the form \(mode.nameForRemark) is left out")
        }
    }

    /// The content types that Postman sends for the languages of raw bodies.
    private static let contentTypes = [
        "json": "application/json", "xml": "application/xml", "html": "text/html",
        "javascript": "application/javascript",
    ]

    /// The parts of a field of a form: one, or one for each of its files.
    private mutating func parts(of field: JSONValue) -> [ForeignPart] {
        guard let name = field["key"]?.text, !name.isEmpty else { return [] }
        let type = field["contentType"]?.text.flatMap { $0.isEmpty ? nil : $0 }
        guard field["type"]?.text == "file" else {
            return [ForeignPart(name: name, content: .text(field["value"]?.plainText ?? ""), contentType: type)]
        }
        let paths = field["src"]?.elements?.compactMap(\.text) ?? [field["src"]?.text].compactMap(\.self)
        if paths.isEmpty {
            leaveUnfinished("no file is chosen for the field \(name.nameForRemark): write { file: PATH } in the 'form'")
        }
        return paths.map { ForeignPart(name: name, content: .file(path: $0, name: nil), contentType: type) }
    }

    /// The lines of a test script that are left to carry over by hand, as a remark and as comments beside the step.
    private mutating func addUnread(_ lines: [PostmanScript.UnreadLine]) {
        guard !lines.isEmpty else { return }
        let numbers = lines.map { "\($0.number)" }.joined(separator: ", ")
        let quoted = lines.count == 1 ? lines[0].quoted.map { ": \($0)" } ?? "" : ""
        remark(
            "of its test script, \(lines.count == 1 ? "line" : "lines") \(numbers) could not be carried over, and "
                + "\(lines.count == 1 ? "is a TODO comment" : "are TODO comments") below the step\(quoted)")
        let most = 20
        todos += lines.prefix(most).map { line in
            "line \(line.number) of the test script: \(line.quoted ?? "not shown, because it may hold a secret")"
        }
        if lines.count > most { todos.append("\(lines.count - most) more lines of the test script") }
    }
}

extension JSONValue {
    /// A URL's text from its parts.
    fileprivate var joinedParts: String {
        func joined(_ part: String, _ separator: String) -> String {
            self[part]?.text
                ?? (self[part]?.elements ?? []).map { $0.text ?? $0["value"]?.text ?? "" }.joined(separator: separator)
        }
        let host = joined("host", ".")
        if host.isEmpty { return "" }
        let scheme = host.hasPrefix("{{") && self["protocol"] == nil ? "" : (self["protocol"]?.text ?? "http") + "://"
        let port = self["port"]?.text.map { ":\($0)" } ?? ""
        let path = joined("path", "/")
        let query = (self["query"]?.enabledElements ?? []).compactMap { pair in
            pair["key"]?.text.map { "\($0)=\(pair["value"]?.plainText ?? "")" }
        }
        return scheme + host + port + (path.isEmpty || path.hasPrefix("/") ? path : "/\(path)")
            + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }
}
