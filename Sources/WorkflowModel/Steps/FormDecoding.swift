import Expressions
import HTTP
import JSON
import Source
import YAML

extension DecodingContext {
    static let formPartKeys = [
        KeySpec("file", .text, "a file of the workspace, as seen from the workflow; it is read while it is sent"),
        KeySpec("json", .anything, "a value, which the field has in JSON"),
        KeySpec("name", .text, "the file name that is sent; the file's own if left out"),
        KeySpec(
            "content_type", .text,
            "the content type of the part; if left out, a file's ending says it, and a field has none"),
    ]

    static let formFieldShape = ValueShape.oneOf([
        .optionalText, .mapping(formPartKeys, alternatives: ["file", "json"]),
        .list(.oneOf([.optionalText, .mapping(formPartKeys, alternatives: ["file", "json"])])),
    ])

    /// Reads the fields and files of a `form`.
    mutating func formParts(_ entry: YAMLEntry) -> [FormPart] {
        openMapping(entry, of: "fields and files").flatMap { field -> [FormPart] in
            guard let elements = field.value.sequence else { return [formPart(field)].compactMap(\.self) }
            return elements.compactMap { formPart(YAMLEntry(key: field.key, value: $0)) }
        }
    }

    /// Reads a field or a file.
    mutating func formPart(_ entry: YAMLEntry) -> FormPart? {
        let name = entry.key.value
        guard let members = entry.value.mapping else {
            guard entry.value.sequence == nil else {
                return reject(.wrongKind(entry, expected: Self.formFieldWords, help: "write { json: [ … ] }"))
            }
            if let text = entry.value.scalar?.text, text.hasPrefix("@"), text.utf8.count > 1 {
                report(
                    .warning(
                        .lookAlikeText, "'\(text)' is sent as it is written, and not as a file", at: entry.value.range,
                        help: "for the file, write { file: \(text.dropFirst()) }"))
            }
            let parameter = RequestParameter(name: name, value: openValue(entry.value), range: entry.value.range)
            return FormPart(name: name, .text(parameter), at: entry.value.range)
        }
        let names = Self.formPartKeys.map(\.name)
        let isPart = members.contains { likelyKey($0.key.value, among: names).map(["file", "json"].contains) ?? false }
        guard isPart else {
            return reject(
                .wrongKind(
                    entry, expected: Self.formFieldWords,
                    help: members.contains { $0.key.value == "path" }
                        ? "write { file: PATH }" : "for JSON, write { json: { … } }, and for a file { file: PATH }"))
        }
        guard
            let mapping = mapping(
                entry.value, key: entry.key, keys: Self.formPartKeys, subject: "the field '\(name)'")
        else { return nil }
        switch (mapping["file"], mapping["json"]) {
        case (let file?, nil): return filePart(name, file, mapping)
        case (nil, let json?): return jsonPart(name, json, mapping)
        case (_?, let json?):
            return reject(
                .twoBodies, "a field has a file or JSON, not both", at: json.key.range,
                help: "write a list of two parts: [{ file: … }, { json: … }]")
        // Its key is misspelt, and reported.
        case (nil, nil): return nil
        }
    }

    private static let formFieldWords = "a string, { file: PATH }, { json: … }, or a list of these"

    private mutating func filePart(_ name: String, _ entry: YAMLEntry, _ mapping: DecodedMapping) -> FormPart? {
        let fileName = mapping["name"].flatMap { textValue($0) }
        let contentType = mapping["content_type"].flatMap { partType($0) }
        guard let path = plainText(entry), let links else { return nil }
        do {
            let file = try links.upload(path)
            let type = contentType ?? ContentType.ofFile(named: file.name)
            return FormPart(name: name, .file(file, name: fileName), contentType: type, at: entry.value.range)
        } catch {
            return reject(error)
        }
    }

    private mutating func jsonPart(_ name: String, _ entry: YAMLEntry, _ mapping: DecodedMapping) -> FormPart? {
        if let other = mapping["name"] {
            report(
                .meaninglessKey, "'name' is the name of a file, and has no meaning beside 'json'", at: other.key.range,
                help: "remove it")
        }
        let contentType = mapping["content_type"].flatMap { partType($0) }
        // The properties of an object count like parameters: whom the request texts, and what it moves, may be in them.
        guard let members = entry.value.mapping else {
            if let text = entry.value.scalar?.text, text.hasPrefix("@"), text.utf8.count > 1 {
                report(
                    .warning(
                        .lookAlikeText, "'\(text)' is sent as it is written, and not as a file", at: entry.value.range,
                        help: "for the file, write { file: \(text.dropFirst()) }"))
            }
            let parameter = RequestParameter(name: name, value: openValue(entry.value), range: entry.value.range)
            return FormPart(name: name, .json(parameter), contentType: contentType, at: entry.value.range)
        }
        let properties = members.map {
            RequestParameter(name: $0.key.value, value: openValue($0.value), range: $0.value.range)
        }
        return FormPart(name: name, .object(properties), contentType: contentType, at: entry.value.range)
    }

    private mutating func partType(_ entry: YAMLEntry) -> String? {
        guard let type = plainText(entry) else { return nil }
        if let problem = ContentType.problem(type.value) {
            return reject(.invalidHeader, problem, at: type.range, help: ContentType.help)
        }
        return type.value
    }
}
