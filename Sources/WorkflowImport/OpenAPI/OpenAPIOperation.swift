import JSON

/// Makes a request of an operation of an OpenAPI document.
struct OpenAPIOperation {
    let document: OpenAPIDocument
    let method: String
    let path: String
    /// The path item, and the operation in it.
    let item: JSONValue
    let operation: JSONValue
    let server: OpenAPIServer

    /// The first tag, which is a workflow's title; nil if there is none.
    var tag: String? { operation["tags"]?.elements?.first?.text }

    var request: ForeignRequest {
        var request = ForeignRequest(name: name)
        request.method = method
        request.basePath = server.path
        var url = server.origin + server.path
        for part in path.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            url += "/" + part.replacing("{", with: "{{").replacing("}", with: "}}")
        }
        request.url = url
        readParameters(&request)
        OpenAPIBody(document: document, operation: operation).read(into: &request)
        readStatus(&request)
        return request
    }

    private var name: String {
        for word in ["summary", "operationId"] {
            if let text = operation[word]?.text?.trimmed, !text.isEmpty { return String(text.prefix(120)) }
        }
        return "\(method) \(path)"
    }

    // MARK: Parameters

    private func readParameters(_ request: inout ForeignRequest) {
        var seen: Set<String> = []
        // The operation's parameters override those of its path.
        let all = (operation["parameters"]?.elements ?? []) + (item["parameters"]?.elements ?? [])
        for parameter in all.compactMap(document.resolved) {
            guard let name = parameter["name"]?.text, let place = parameter["in"]?.text,
                seen.insert("\(place) \(name)").inserted
            else { continue }
            read(parameter, named: name, in: place, &request)
        }
    }

    private func read(_ parameter: JSONValue, named name: String, in place: String, _ request: inout ForeignRequest) {
        var example = SchemaExample(document)
        let stated = example.stated(parameter) ?? SchemaExample.stated(bySchema: document.resolved(parameter["schema"]))
        switch place {
        case "path":
            // Without an example, a made-up id would only be refused: the variable has to be given.
            if let stated { request.pathValues[name] = stated.textOfParameter }
        case "query", "header":
            let isRequired = parameter["required"] == true
            guard let value = stated ?? (isRequired ? example.value(ofHolder: parameter) ?? "text" : nil) else {
                return request.remark("optional parameters without an example are left out")
            }
            if stated == nil { request.remark(OpenAPIBody.madeUp) }
            let ignored = ["accept", "content-type", "authorization"]
            if place == "query" {
                if (value.elements?.count ?? 0) > 1 {
                    request.remark(
                        "the list of \(name.nameForRemark) is written with commas: a call has each name once")
                }
                request.query.append((name, value.textOfParameter))
            } else if !ignored.contains(name.lowercased()) {
                request.headers.append((name, value.textOfParameter))
            }
        default: request.remark("a parameter in a cookie is left out, \(name.nameForRemark)")
        }
    }

    // MARK: Status

    private func readStatus(_ request: inout ForeignRequest) {
        let codes = (operation["responses"]?.members ?? []).map { $0.name.uppercased() }
        let numbers = codes.filter { $0.utf8.count == 3 && (Int($0).map { 200...299 ~= $0 } ?? false) }
        let yaml: String? =
            if codes.contains("2XX") {
                "{ between: [200, 299] }"
            } else if numbers.count > 1 {
                "{ one_of: [\(numbers.joined(separator: ", "))] }"
            } else {
                numbers.first
            }
        if let yaml { request.expectations.append(ForeignExpectation(subject: .http, yaml: yaml)) }
    }
}

extension JSONValue {
    /// A parameter's value as a string. A list is written with commas.
    fileprivate var textOfParameter: String { elements?.map(\.plainText).joined(separator: ",") ?? plainText }
}
