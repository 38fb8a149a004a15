import JSON

/// Makes workflows from a Postman collection, format 2.0 or 2.1: one per folder, and one for requests outside folders.
/// `environment` is an exported Postman environment; its values override the collection's.
package func importPostman(_ collection: JSONValue, environment: JSONValue?) throws(ImportError) -> Imported {
    guard let items = collection["item"]?.elements, let title = collection["info"]?["name"]?.text else {
        throw ImportError(
            message: "this is not a Postman collection",
            help: "export the collection as 'Collection v2.1'; an environment is given with --environment")
    }
    var values = variables(collection["variable"])
    values.merge(variables(environment?["values"])) { $1 }
    let groups = grouped(items, title: title)
    guard !groups.isEmpty else {
        throw ImportError(message: "the collection has no requests", help: "choose another to export")
    }
    // Remarks about the collection's scripts and credentials are given once, with the first workflow.
    var remarks = inherited(collection, of: "the collection")
    var environments = EnvironmentCollector()
    // Two folders may have the same name.
    var fileNames = UniqueNames(separator: "-")
    let workflows = groups.map { group in
        var composer = WorkflowComposer(
            title: group.title, source: "Postman", values: values, environments: environments)
        let workflow = composer.compose(group.items.map(request))
        let all = remarks + group.remarks + workflow.remarks
        remarks = []
        environments = composer.environments
        return ImportedWorkflow(text: workflow.text, fileName: fileNames.add(workflow.fileName), remarks: all)
    }
    return Imported(workflows: workflows, environments: environments.environments(from: "Postman"))
}

private struct Group {
    let title: String
    var items: [JSONValue]
    var remarks: [String] = []
}

private let maximumTitleLength = 300

/// The requests of each folder. A nested folder's title is the names of all its folders.
private func grouped(_ items: [JSONValue], title: String, depth: Int = 0) -> [Group] {
    let requests = items.filter { $0["request"] != nil }
    var groups = requests.isEmpty ? [] : [Group(title: title, items: requests)]
    // The JSON parser allows 512 levels, and each folder takes two.
    guard depth < 256 else { return groups }
    for folder in items {
        guard let inner = folder["item"]?.elements else { continue }
        let name = folder["name"]?.text ?? "folder"
        // Each folder inside repeats the title, so a long one would take a multiple of the collection's size.
        let inTitle = String((depth == 0 ? name : "\(title), \(name)").prefix(maximumTitleLength))
        var found = grouped(inner, title: inTitle, depth: depth + 1)
        if !found.isEmpty { found[0].remarks += inherited(folder, of: "the folder '\(name)'") }
        groups += found
    }
    return groups
}

private func variables(_ list: JSONValue?) -> [String: String] {
    let pairs = (list?.elements ?? []).compactMap { item -> (String, String)? in
        guard let key = item["key"]?.text, item["enabled"] != .bool(false), item["disabled"] != .bool(true),
            item["type"]?.text != "secret", let value = item["value"]
        else { return nil }
        return (key, value.plainText)
    }
    return Dictionary(pairs) { $1 }
}

/// Remarks about scripts and authorization that requests would inherit from a folder or the collection.
private func inherited(_ holder: JSONValue, of name: String) -> [String] {
    var remarks: [String] = []
    for event in holder["event"]?.elements ?? [] {
        let lines = (event["script"]?["exec"]?.lines ?? []).filter { !$0.trimmed.isEmpty }
        guard !lines.isEmpty else { continue }
        remarks.append(leftOut("the script of \(name)", lines))
    }
    if let kind = holder["auth"]?["type"]?.text, kind != "noauth" {
        remarks.append("the authorization '\(kind)' of \(name) is left out")
    }
    return remarks
}

/// The lines of a test script that are left to carry over by hand, as a remark and as comments beside the step.
private func addUnread(_ lines: [PostmanScript.UnreadLine], _ request: inout ForeignRequest) {
    guard !lines.isEmpty else { return }
    let numbers = lines.map { "\($0.number)" }.joined(separator: ", ")
    let quoted = lines.count == 1 ? lines[0].quoted.map { ": \($0)" } ?? "" : ""
    request.remarks.append(
        "of its test script, \(lines.count == 1 ? "line" : "lines") \(numbers) could not be carried over, and "
            + "\(lines.count == 1 ? "is a TODO comment" : "are TODO comments") below the step\(quoted)")
    let most = 20
    request.todos += lines.prefix(most).map { line in
        "line \(line.number) of the test script: \(line.quoted ?? "not shown, because it may hold a secret")"
    }
    if lines.count > most { request.todos.append("\(lines.count - most) more lines of the test script") }
}

private func leftOut(_ script: String, _ lines: [String]) -> String {
    // Most such scripts make the signature.
    let signs = lines.contains { $0.contains("CryptoJS") || $0.contains("Hmac") || $0.contains("secret-key") }
    return "\(script) is left out" + (signs ? ": ekoflow signs each request itself" : "")
}

private func request(_ item: JSONValue) -> ForeignRequest {
    var found = ForeignRequest(name: item["name"]?.text ?? "request")
    let request = item["request"] ?? .null
    // A request may be just its URL.
    if let url = request.text { found.url = url }
    found.method = request["method"]?.text?.uppercased() ?? "GET"
    if let url = request["url"] { found.url = address(url) }
    if found.url.trimmed.isEmpty { found.remarks.append("it has no address, and became GET /") }
    if !found.url.isEmpty, !found.url.contains("://"), !found.url.hasPrefix("{{"), !found.url.hasPrefix("/") {
        found.url = "http://\(found.url)"
    }
    for header in request["header"]?.enabledElements ?? [] {
        if let name = header["key"]?.text { found.headers.append((name, header["value"]?.plainText ?? "")) }
    }
    // Older exports have the headers as one string, a line each.
    for line in request["header"]?.text?.split(separator: "\n") ?? [] {
        let parts = line.split(separator: ":", maxSplits: 1)
        if parts.count == 2 { found.headers.append((parts[0].trimmed, parts[1].trimmed)) }
    }
    readBody(request["body"], &found)
    if let kind = request["auth"]?["type"]?.text, kind != "noauth" {
        found.remarks.append("its authorization '\(kind)' is left out")
    }
    for event in item["event"]?.elements ?? [] {
        let lines = event["script"]?["exec"]?.lines ?? []
        if event["listen"]?.text == "test" {
            let script = PostmanScript(lines)
            found.expectations += script.expectations
            found.captures += script.captures
            addUnread(script.unread, &found)
        } else if lines.contains(where: { !$0.trimmed.isEmpty }) {
            found.remarks.append(leftOut("its pre-request script", lines))
        }
    }
    return found
}

/// The URL, from its string or its parts. A path segment `:id` becomes a placeholder.
private func address(_ url: JSONValue) -> String {
    var text = url.text ?? url["raw"]?.text ?? ""
    if text.isEmpty {
        func joined(_ part: String, _ separator: String) -> String {
            url[part]?.text ?? (url[part]?.elements ?? []).compactMap(\.text).joined(separator: separator)
        }
        let host = joined("host", ".")
        let scheme = host.hasPrefix("{{") || host.isEmpty ? "" : (url["protocol"]?.text ?? "http") + "://"
        let path = joined("path", "/")
        text = scheme + host + (path.isEmpty || path.hasPrefix("/") ? path : "/\(path)")
        let query = (url["query"]?.enabledElements ?? []).compactMap { pair in
            pair["key"]?.text.map { "\($0)=\(pair["value"]?.plainText ?? "")" }
        }
        if !query.isEmpty { text += "?" + query.joined(separator: "&") }
    }
    let query = text[(text.firstIndex(of: "?") ?? text.endIndex)...]
    let parts = text.dropLast(query.count).split(separator: "/", omittingEmptySubsequences: false).map { part in
        part.hasPrefix(":") && part.count > 1 ? "{{\(part.dropFirst())}}" : String(part)
    }
    return parts.joined(separator: "/") + query
}

private func readBody(_ body: JSONValue?, _ request: inout ForeignRequest) {
    if body?["disabled"] == .bool(true) { return }
    switch body?["mode"]?.text {
    case nil: return
    case "raw":
        guard let text = body?["raw"]?.text, !text.trimmed.isEmpty else { return }
        if let found = jsonBody(text) {
            request.body = found
        } else {
            request.remarks.append("its body is not JSON, and is left out")
        }
    case let mode? where ["urlencoded", "formdata"].contains(mode):
        let all = body?[mode]?.enabledElements ?? []
        let fields = all.filter { $0["type"]?.text != "file" }
        if fields.count < all.count { request.remarks.append("a file of its form is left out") }
        request.body = .fields(
            fields.compactMap { field in field["key"]?.text.map { ($0, field["value"]?.plainText ?? "") } })
    case let mode?: request.remarks.append("its body of the form '\(mode)' is left out")
    }
}

extension JSONValue {
    fileprivate subscript(name: String) -> JSONValue? {
        if case .object(let object) = self { object[name] } else { nil }
    }

    fileprivate var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    fileprivate var enabledElements: [JSONValue]? { elements?.filter { $0["disabled"] != .bool(true) } }

    fileprivate var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    fileprivate var plainText: String { text ?? (self == .null ? "" : serialized) }

    /// A script is a list of lines or one string.
    fileprivate var lines: [String] {
        let texts = elements?.compactMap(\.text) ?? [text].compactMap(\.self)
        return texts.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    }
}
