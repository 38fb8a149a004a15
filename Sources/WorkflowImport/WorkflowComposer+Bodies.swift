import JSON
import Source
import WorkflowModel

/// The lines of a call's body.
extension WorkflowComposer {
    /// Reads a body that is a variable, if the variable's value is JSON. Otherwise the variable is sent.
    func resolveBody(_ request: inout ForeignRequest) {
        guard case .json(.string(let text)) = request.body, let name = text.unquotedPlaceholder else { return }
        let known = values.known.texts[name]
        if let known, let reading = JSONReading(known) {
            request.body = .json(reading.value)
        } else {
            request.body = .text("{{\(name)}}")
            if known == nil { request.contentType = request.contentType ?? "application/json" }
        }
    }

    /// The key `body`, `urlencoded` or `form`, and the content type if it is not the body's own.
    mutating func body(_ request: inout ForeignRequest) -> [String] {
        if ["GET", "HEAD", "OPTIONS"].contains(request.method) {
            if !request.hasEmptyBody {
                request.leaveUnfinished("its body is left out, because a \(request.method) has none")
            }
            return []
        }
        let lines = lines(&request)
        guard !lines.isEmpty, let type = request.contentTypeToState else { return lines }
        if ContentType.problem(type) != nil {
            request.remark("its content type has signs that content types do not have, and is left out")
            return lines
        }
        return lines + ["  content_type: \(values.scalar(type, named: "content_type", &request))"]
    }

    private mutating func lines(_ request: inout ForeignRequest) -> [String] {
        switch request.body {
        case .none: return []
        case .json(.object):
            let body = JSONValue.object(JSONObject(unique(members(ofBody: &request) ?? [], &request)))
            return ["  body: \(values.json(body, named: "", &request))"]
        case .json(.array(let elements)): return ["  body: \(values.json(.array(elements), named: "", &request))"]
        case .json(let value):
            let isWord = value.text?.isOneWord ?? false
            return ["  body: \(values.whole(value.serialized, mayBeSecret: isWord, &request))"]
        case .text(let text):
            if request.contentTypeToState?.mediaType == "multipart/form-data" {
                request.leaveUnfinished(
                    "its body is a form with its boundaries, and is left out: write its fields in 'form'")
                return []
            }
            return ["  body: \(values.whole(text, &request))"]
        case .urlencoded(let fields): return urlencoded(fields, &request)
        case .form(let parts): return form(parts, &request)
        }
    }

    private mutating func urlencoded(
        _ fields: [(name: String, value: String)], _ request: inout ForeignRequest
    ) -> [String] {
        let lines = repeated(fields.map { ($0.name, $0.value) }, &request).map { name, texts in
            let items = texts.map { values.field($0, named: name, inFlow: texts.count > 1, &request) }
            return "    \(yamlText(name)): \(items.count == 1 ? items[0] : "[\(items.joined(separator: ", "))]")"
        }
        return lines.isEmpty ? [] : ["  urlencoded:"] + lines
    }

    private mutating func form(_ parts: [ForeignPart], _ request: inout ForeignRequest) -> [String] {
        var lines: [String] = []
        for (name, parts) in repeated(parts.map { ($0.name, $0) }, &request) {
            let items = parts.compactMap { part($0, inFlow: parts.count > 1, &request) }
            if items.isEmpty { continue }
            lines.append("    \(yamlText(name)): \(items.count == 1 ? items[0] : "[\(items.joined(separator: ", "))]")")
        }
        return lines.isEmpty ? [] : ["  form:"] + lines
    }

    /// Values by their names, in the order of the first of each. Several of one name become a list, which is sent as several.
    private func repeated<Value>(
        _ entries: [(name: String, value: Value)], _ request: inout ForeignRequest
    ) -> [(name: String, values: [Value])] {
        let all = Dictionary(grouping: entries, by: \.name)
        var seen: Set<String> = []
        let first = entries.filter { seen.insert($0.name).inserted }
        return unique(first, &request).map { entry in (entry.name, (all[entry.name] ?? []).map(\.value)) }
    }

    /// Nil if the part cannot be sent.
    private mutating func part(_ part: ForeignPart, inFlow: Bool, _ request: inout ForeignRequest) -> String? {
        switch part.content {
        case .file(let path, let name): return file(path, sentAs: name, part, &request)
        case .json(let value): return json(value, part, &request)
        case .text(let text):
            if let value = (try? parseJSON(Array(text.utf8))), value.isObjectOrArray {
                return json(value, part, &request)
            }
            if let type = part.contentType, type.mediaType != "text/plain" {
                request.remark("the content type of a field is left out, \(part.name.nameForRemark)")
            }
            let yaml = values.scalar(text, named: part.name, inFlow: inFlow, &request)
            // A workflow with a plain @ looks as if a file was meant.
            return yaml.hasPrefix("\"@") ? "\"${{ '@' }}" + yaml.dropFirst(2) : yaml
        }
    }

    private mutating func json(_ value: JSONValue, _ part: ForeignPart, _ request: inout ForeignRequest) -> String {
        let type = part.contentType.flatMap { $0.isTypeOfPart ? ", content_type: \(yamlText($0))" : nil } ?? ""
        return "{ json: \(values.json(value, named: part.name, &request))\(type) }"
    }

    private mutating func file(
        _ path: String, sentAs name: String?, _ part: ForeignPart, _ request: inout ForeignRequest
    ) -> String? {
        let shown = part.name.nameForRemark
        guard let file = ImportedFile(values.resolved(path), locate) else {
            request.leaveUnfinished("the file of \(shown) is left out: write { file: PATH }")
            return nil
        }
        if !file.isInWorkspace {
            request.remark(
                "the file of \(shown) is not in the workspace: copy it to workflows/\(file.path), or write its path")
        }
        var yaml = "{ file: \(yamlText(file.path))"
        if let name, name != file.name {
            yaml += ", name: \(values.scalar(name, named: "name", inFlow: true, &request))"
        }
        if let type = part.contentType {
            if type.isTypeOfPart {
                yaml += ", content_type: \(yamlText(type))"
            } else {
                request.remark("the content type of a file is left out, \(shown)")
            }
        }
        return yaml + " }"
    }

    /// The members of a body that is an object or a form; nil for another body.
    func members(ofBody request: inout ForeignRequest) -> [JSONObject.Member]? {
        if case .json(.object(let object)) = request.body {
            for name in object.duplicateNames { request.remark("of several \(name.nameForRemark), the last is kept") }
            return object.distinctMembers
        }
        return request.bodyMembers
    }
}

extension ForeignRequest {
    fileprivate var hasEmptyBody: Bool {
        switch body {
        case .none: true
        case .json(.object(let object)): object.members.isEmpty
        case .json: false
        case .urlencoded(let fields): fields.isEmpty
        case .form(let parts): parts.isEmpty
        case .text(let text): text.isEmpty
        }
    }
}

extension JSONValue {
    fileprivate var isObjectOrArray: Bool {
        switch self {
        case .object, .array: true
        case .null, .bool, .number, .string: false
        }
    }
}

extension String {
    /// Whether a part of a form can have it as its content type: it is known, and holds no secret.
    fileprivate var isTypeOfPart: Bool {
        ContentType.problem(self) == nil && !contains(text: "{{") && !looksSecret && !holdsKey()
    }
}
