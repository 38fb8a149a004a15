import JSON

/// Makes workflows from a Postman collection, format 2.0 or 2.1: one per folder, and one for requests outside folders.
/// `environment` is an exported Postman environment; its values override the collection's. `title` is for a collection without a
/// name. `locate` says where a file of the collection is, as seen from the folder of the workflows; nil if it is not in the
/// workspace.
package func importPostman(
    _ document: JSONValue, environment: JSONValue?, title: String = "Imported from Postman",
    besides takenEnvironments: Set<String> = [],
    locate: @escaping (_ file: String) -> String? = { _ in nil }
) throws(ImportError) -> Imported {
    // Postman's API wraps both.
    let collection = document["collection"] ?? document
    let environment = environment?["environment"] ?? environment
    guard let items = collection["item"]?.elements else {
        throw ImportError(
            message: "this is not a Postman collection",
            help: "export the collection as 'Collection v2.1'; an environment is given with --environment")
    }
    var values = KnownValues()
    for list in [collection["variable"], environment?["values"]] { read(list, into: &values) }
    var groups = grouped(items, title: collection["info"]?["name"]?.text ?? title)
    guard !groups.isEmpty else {
        throw ImportError(message: "the collection has no requests", help: "choose another to export")
    }
    // Remarks about the collection's scripts and credentials are given once, with the first workflow.
    groups[0].remarks = inherited(collection, of: "the collection") + groups[0].remarks
    return try ImportComposer(
        source: "Postman", values: values, locate: locate, takenEnvironments: takenEnvironments
    ).compose(groups)
}

private let maximumTitleLength = 300

/// The requests of each folder. A nested folder's title is the names of all its folders.
private func grouped(_ items: [JSONValue], title: String, depth: Int = 0) -> [RequestGroup] {
    let requests = items.filter { $0["request"] != nil }
    var groups =
        requests.isEmpty ? [] : [RequestGroup(title: title, requests: requests.map { ForeignRequest(postman: $0) })]
    // The JSON parser allows 512 levels, and each folder takes two.
    guard depth < 256 else { return groups }
    for folder in items {
        guard let inner = folder["item"]?.elements else { continue }
        let name = folder["name"]?.text ?? "folder"
        // Each folder inside repeats the title, so a long one would take a multiple of the collection's size.
        let inTitle = String((depth == 0 ? name : "\(title), \(name)").prefix(maximumTitleLength))
        var found = grouped(inner, title: inTitle, depth: depth + 1)
        let shown = name.looksSecret || name.holdsKey() ? "a folder" : "the folder '\(name)'"
        if !found.isEmpty { found[0].remarks += inherited(folder, of: shown) }
        groups += found
    }
    return groups
}

/// Reads variables. A later one of the same name counts.
private func read(_ variables: JSONValue?, into values: inout KnownValues) {
    for item in variables?.elements ?? [] {
        // Format 2.0 has the name as the id.
        guard let name = item["key"]?.text ?? item["id"]?.text, item["enabled"] != .bool(false),
            item["disabled"] != .bool(true)
        else { continue }
        values.texts[name] = nil
        if item["type"]?.text == "secret" {
            values.secretNames.insert(name)
        } else if let value = item["value"] {
            values.texts[name] = value.plainText
            values.secretNames.remove(name)
        }
    }
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
        remarks.append("the authorization \(kind.nameForRemark) of \(name) is left out")
    }
    return remarks
}

/// A remark about a script that is left out.
func leftOut(_ script: String, _ lines: [String]) -> String {
    // Most such scripts make the signature.
    let signs = lines.contains { $0.contains("CryptoJS") || $0.contains("Hmac") || $0.contains("secret-key") }
    return "\(script) is left out" + (signs ? ": ekoflow signs each request itself" : "")
}
