import Contract
import Expressions
import JSON
import Source
import YAML

/// The body of a call.
extension CallDecoder {
    static let bodyKeys = ["body", "urlencoded", "form"]

    /// The body that the step gives; nil if it gives none.
    func body(_ mapping: DecodedMapping, _ context: inout DecodingContext) -> RequestBody? {
        let given = mapping.all.filter { Self.bodyKeys.contains($0.key.value) }
        guard let first = given.first else { return nil }
        for other in given.dropFirst() {
            context.report(
                .twoBodies, "a request has one body, and this is its second", at: other.key.range,
                help: "keep one of body, urlencoded and form",
                notes: [Diagnostic.Note("the first is here", at: first.key.range)])
        }
        switch first.key.value {
        case "urlencoded": return .urlencoded(parameters(first, &context))
        case "form": return .form(context.formParts(first))
        default: break
        }
        if first.value.mapping != nil { return .json(parameters(first, &context)) }
        let value = first.value.sequence == nil ? context.textValue(first) : context.openValue(first.value)
        guard let value else {
            return context.reject(
                .wrongKind(
                    first, expected: "a mapping, a list or a string", help: "for a body without properties, write {}"))
        }
        if mapping["content_type"] == nil { warnOfJSON(in: value, first, &context) }
        return .whole(RequestParameter(name: "", value: value, range: first.value.range))
    }

    /// JSON in quotes is sent as text, and few people mean that.
    private func warnOfJSON(in value: ValueTemplate, _ entry: YAMLEntry, _ context: inout DecodingContext) {
        guard case .string(let text)? = value.literal, let json = try? parseJSON(Array(text.utf8)) else { return }
        switch json {
        case .array, .object: break
        case .null, .bool, .number, .string: return
        }
        context.report(
            .warning(
                .wrongType, "this string has JSON in it, and is sent as text/plain", at: entry.value.range,
                help: "remove the quotes: YAML reads JSON as it is; or write content_type: application/json"))
    }

    func contentType(_ entry: YAMLEntry, _ context: inout DecodingContext) -> RequestParameter? {
        guard let value = context.textValue(entry) else {
            return context.reject(.wrongKind(entry, expected: "a content type", help: ContentType.help))
        }
        if let literal = value.literal, let problem = ContentType.problem(literal.writtenOut) {
            context.report(.invalidHeader, problem, at: entry.value.range, help: ContentType.help)
        }
        return RequestParameter(name: entry.key.value, value: value, range: entry.value.range)
    }

    // MARK: Of an operation

    /// The values of an operation's parameters, and those that are files.
    func values(
        of operation: Operation, _ entry: YAMLEntry?, _ context: inout DecodingContext
    ) -> (values: [RequestParameter], files: [FormPart]) {
        guard let entry else { return ([], []) }
        func isFile(_ member: YAMLEntry) -> Bool {
            operation.encoding == .multipart && operation.place(of: member.key.value) == .body
                && member.value.mapping?.contains { $0.key.value == "file" } ?? false
        }
        var (values, files): ([RequestParameter], [FormPart]) = ([], [])
        for member in context.openMapping(entry, of: "parameters") {
            if isFile(member) {
                context.formPart(member).map { files.append($0) }
            } else {
                values.append(
                    RequestParameter(
                        name: member.key.value, value: context.openValue(member.value), range: member.value.range))
            }
        }
        return (values, files)
    }

    /// Nil for a GET. An operation with files has its other parameters in one part, in JSON.
    func body(
        of operation: Operation, _ with: [RequestParameter], _ files: [FormPart], at range: SourceRange
    ) -> RequestBody? {
        if operation.method == .get { return nil }
        let parameters = with.filter { operation.place(of: $0.name) == .body }
        switch operation.encoding {
        case .json: return .json(parameters)
        case .multipart:
            return .form([FormPart(name: Self.partWithParameters, .object(parameters), at: range)] + files)
        }
    }

    private static let partWithParameters = "form-data"

    // MARK: For both

    /// `initiator_id` and `client_ref_id`, if the step leaves them out and the operation has them.
    func addCommonParameters(to target: inout Target, besides omitted: [String], isByName: Bool) {
        let given = (target.query + (target.body?.parameters ?? [])).map(\.name)
        let common = Self.common.compactMap { parameter -> RequestParameter? in
            guard !given.contains(parameter.name), !omitted.contains(parameter.name),
                target.operation.map({ $0.parameter(parameter.name) != nil }) ?? true
            else { return nil }
            return parameter.fallbackValue(at: entry.key.range).map {
                RequestParameter(name: parameter.name, value: $0, range: entry.key.range)
            }
        }
        switch target.body {
        case nil: target.query += common
        case .form(var parts)? where isByName:
            // The part with the parameters is the first.
            if case .object(let parameters)? = parts.first?.content {
                parts[0] = FormPart(name: parts[0].name, .object(parameters + common), at: parts[0].range)
            }
            target.body = .form(parts)
        case .json?, .urlencoded?, .form?: target.body?.append(common)
        case .whole?: break
        }
    }
}
