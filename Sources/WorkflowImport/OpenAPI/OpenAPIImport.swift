import JSON

/// Makes workflows from an OpenAPI document, version 3.0 or 3.1: one for each first tag, and a `call` step for each operation.
package func importOpenAPI(
    _ root: JSONValue, title: String = "Imported from OpenAPI", besides takenEnvironments: Set<String> = []
) throws(ImportError) -> Imported {
    if root["swagger"] != nil {
        throw ImportError(
            message: "this is Swagger 2.0", help: "convert it to OpenAPI 3 first: https://converter.swagger.io does it")
    }
    guard root["openapi"]?.plainText.hasPrefix("3.") ?? false, case .object? = root["paths"] else {
        throw ImportError(
            message: "this is not an OpenAPI document", help: "it has 'openapi: 3.0.3' or 3.1, and 'paths'")
    }
    let document = OpenAPIDocument(root)
    let title = root["info"]?["title"]?.text ?? title
    var values = KnownValues()
    var groups: [RequestGroup] = []
    var indexes: [String: Int] = [:]
    for operation in operations(of: document) {
        let name = operation.tag ?? title
        let index = indexes[name] ?? groups.count
        if index == groups.count { groups.append(RequestGroup(title: name, requests: [])) }
        indexes[name] = index
        var request = operation.request
        shareValues(of: &request, &values)
        groups[index].requests.append(request)
    }
    guard !groups.isEmpty else {
        throw ImportError(
            message: "the document has no operations", help: "its 'paths' have none of get, post, put, patch and delete"
        )
    }
    if let security = root["components"]?["securitySchemes"]?.members, !security.isEmpty {
        let names = security.map(\.name.nameForRemark).joined(separator: ", ")
        groups[0].remarks.append("the document's security is left out, \(names): ekoflow signs each request itself")
    }
    let lost = leftOut(of: root)
    if !lost.isEmpty {
        let rest = lost.count > 5 ? " and \(lost.count - 5) more" : ""
        groups[0].remarks.append(
            "left out, because it is not an operation: \(lost.prefix(5).joined(separator: ", "))\(rest)")
    }
    if document.lostReferences > 0 {
        groups[0].remarks.append(
            "references that are to other documents or to nothing are left out: \(document.lostReferences)")
    }
    return try ImportComposer(
        source: "OpenAPI", values: values, locate: { _ in nil }, takenEnvironments: takenEnvironments
    ).compose(groups)
}

/// Makes the values in a request's path variables of the workflow. A name that has another value already keeps it, so the value
/// stays in the path.
private func shareValues(of request: inout ForeignRequest, _ values: inout KnownValues) {
    for (name, value) in request.pathValues where values.texts[name] == nil || values.texts[name] == value {
        values.texts[name] = value
        request.pathValues[name] = nil
    }
}

private let methods = ["get", "post", "put", "patch", "delete", "head", "options", "trace"]

/// The parts of the document that describe requests, but none that a step can make.
private func leftOut(of root: JSONValue) -> [String] {
    var lost = root["webhooks"] == nil ? [] : ["webhooks"]
    for path in root["paths"]?.members ?? [] where !path.name.hasPrefix("x-") {
        guard path.name.hasPrefix("/"), case .object(let item) = path.value else {
            lost.append("paths.\(path.name.nameForRemark)")
            continue
        }
        for member in item.members where methods.contains(member.name) {
            if case .object = member.value { continue }
            lost.append("paths.\(path.name.nameForRemark).\(member.name)")
        }
    }
    return lost
}

private func operations(of document: OpenAPIDocument) -> [OpenAPIOperation] {
    let root = document.root
    return (root["paths"]?.members ?? []).flatMap { path -> [OpenAPIOperation] in
        guard path.name.hasPrefix("/"), let item = document.resolved(path.value) else { return [] }
        return item.members.compactMap { member in
            guard methods.contains(member.name), case .object = member.value else { return nil }
            let server =
                [member.value["servers"], item["servers"], root["servers"]].lazy.compactMap {
                    OpenAPIServer(firstOf: $0)
                }
                .first ?? .unknown
            return OpenAPIOperation(
                document: document, method: member.name.uppercased(), path: path.name, item: item,
                operation: member.value,
                server: server)
        }
    }
}
