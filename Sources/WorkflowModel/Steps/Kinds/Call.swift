import Expressions
import HTTP
import JSON
import YAML

extension StepKind {
    static let call = StepKind(
        name: "call", shape: .mapping(CallDecoder.keys), summary: "calls any endpoint of the API, signed",
        options: requestOptions
    ) { entry, _, context in
        CallDecoder(entry: entry).decode(&context).map { .request($0) }
    }
}

private struct CallDecoder {
    static let keys = [
        KeySpec("method", .choice(methods), required: true, "GET, POST, PUT, PATCH or DELETE"),
        KeySpec(
            "path", .text, required: true,
            "the path below the environment's base_url, for example /tools/kyc/mobile/otp"),
        KeySpec("query", .open(.anything), "parameters of the query"),
        KeySpec("body", .open(.anything), "properties of the JSON body"),
        KeySpec("headers", .open(.text), "more headers"),
    ]
    private static let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]

    let entry: YAMLEntry

    func decode(_ context: inout DecodingContext) -> RequestTemplate? {
        guard let mapping = context.mapping(entry.value, key: entry.key, keys: Self.keys, subject: "'call'") else {
            return nil
        }
        let method = mapping["method"].flatMap { context.choice($0, of: Self.methods) }
        let path = mapping["path"].flatMap { self.path($0, &context) }
        let query = mapping["query"].map { parameters($0, &context) } ?? []
        if method == "GET" { rejectOverrides(in: mapping["query"], &context) }
        let body = mapping["body"].map { parameters($0, &context) }
        let headers = mapping["headers"].map { self.headers($0, &context) } ?? []
        guard let method, let path else { return nil }
        if method == "GET", body != nil {
            context.report(
                .bodyOfGet, "a GET has no body", at: mapping["body"]?.key.range ?? entry.key.range,
                help: "write 'query' instead")
        }
        let common = commonParameters(besides: query + (body ?? []))
        return RequestTemplate(
            method: method, path: path, pathRange: mapping["path"]?.value.range,
            query: method == "GET" ? query + common : query,
            body: method == "GET" ? nil : (body ?? []) + common, headers: headers,
            effect: effect(method, path))
    }

    /// A call of the endpoint that texts a person is a send, however its path is written.
    private func effect(_ method: String, _ path: ValueTemplate) -> SideEffect {
        if method == "GET" { return .none }
        // Whether a path with expressions texts a person is judged when its values are known.
        guard case .string(let text)? = path.literal else { return .changesState }
        return RequestPath.textsPerson(text) ? .textsPerson(parameter: "mobile") : .changesState
    }

    /// `initiator_id` and `client_ref_id`, if the step leaves them out.
    private func commonParameters(besides given: [RequestParameter]) -> [RequestParameter] {
        [APIParameter.initiatorID, .clientReferenceID].compactMap { parameter in
            guard !given.contains(where: { $0.name == parameter.name }) else { return nil }
            return parameter.fallbackValue(at: entry.key.range).map {
                RequestParameter(name: parameter.name, value: $0, range: entry.key.range)
            }
        }
    }

    private func path(_ entry: YAMLEntry, _ context: inout DecodingContext) -> ValueTemplate? {
        guard let path = context.textValue(entry) else {
            return context.reject(.wrongKind(entry, expected: "a path that starts with '/'"))
        }
        if case .string(let text)? = path.literal, let problem = RequestPath.problem(of: text) {
            context.report(.wrongKind(entry, expected: problem.expected, help: problem.help))
        }
        return path
    }

    private func parameters(_ entry: YAMLEntry, _ context: inout DecodingContext) -> [RequestParameter] {
        context.openMapping(entry, of: "parameters").map { member in
            RequestParameter(name: member.key.value, value: context.openValue(member.value), range: member.value.range)
        }
    }

    /// With such a parameter, a read could become a send that is not counted.
    private func rejectOverrides(in entry: YAMLEntry?, _ context: inout DecodingContext) {
        for key in entry?.value.mapping?.map(\.key) ?? [] where ReservedNames.overridesMethod(parameter: key.value) {
            context.report(
                .methodOverride, "with the parameter '\(key.value)', a server may read this GET as another method",
                at: key.range, help: "write the method that is meant")
        }
    }

    private func headers(_ entry: YAMLEntry, _ context: inout DecodingContext) -> [RequestParameter] {
        context.openMapping(entry, of: "headers").compactMap { header in
            if ReservedNames.isSetByProgram(header: header.key.value) {
                return context.reject(
                    .reservedHeader, "the header '\(header.key.value)' is set by ekoflow itself", at: header.key.range,
                    help: "remove it")
            }
            if ReservedNames.overridesRequest(header: header.key.value) {
                return context.reject(
                    .reservedHeader,
                    "with the header '\(header.key.value)', a server may read another method or path",
                    at: header.key.range, help: "write the method and the path that are meant")
            }
            guard ByteSet.headerName.containsAll(of: header.key.value), !header.key.value.isEmpty else {
                return context.reject(
                    .invalidHeader, "'\(header.key.value)' cannot be the name of a header", at: header.key.range)
            }
            let value = context.textValue(header)
            if let literal = value?.literal, !ByteSet.headerValue.containsAll(of: literal.writtenOut) {
                context.report(
                    .invalidHeader,
                    "the header '\(header.key.value)' has a line break or another control character in its value",
                    at: header.key.range)
            }
            return value.map {
                RequestParameter(name: header.key.value, value: $0, range: header.value.range)
            }
        }
    }
}
