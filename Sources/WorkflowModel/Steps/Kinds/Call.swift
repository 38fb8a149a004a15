import Contract
import Expressions
import HTTP
import JSON
import Source
import YAML

extension StepKind {
    static let call = StepKind(
        name: "call", shape: .mapping(CallDecoder.keys, alternatives: ["operation", "path"]),
        summary: "calls any operation of the API, signed",
        options: requestOptions.union(["allow_invalid", "effect", "recipient", "amount"])
    ) { entry, options, context in
        CallDecoder(entry: entry, options: options).decode(&context).map { .request($0) }
    }
}

struct CallDecoder {
    static let keys = [
        KeySpec(
            "operation", .named("operation"),
            "the name of a documented operation, for example dmt_transfer; its values are in 'with'"
        ),
        KeySpec("with", .open(.anything), "the values of the operation's parameters, wherever they are sent"),
        KeySpec("method", .choice(methods), "GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS"),
        KeySpec(
            "path", .text, "the path below the environment's base_url, for example /tools/kyc/mobile/otp"),
        KeySpec("query", .open(.anything), "parameters of the query"),
        KeySpec(
            "body", .oneOf([.open(.anything), .list(.anything, minimum: 0, maximum: nil), .text]),
            "properties of the JSON body; or a list, which is sent as JSON; or a string, which is sent as written"),
        KeySpec("urlencoded", .open(.anything), "fields of an application/x-www-form-urlencoded body"),
        KeySpec(
            "form", .open(DecodingContext.formFieldShape),
            "fields and files of a multipart/form-data body, for example { photo: { file: photo.jpg } }"),
        KeySpec("content_type", .text, "another content type than the body's own, for example to be refused"),
        KeySpec("headers", .open(.text), "more headers"),
        KeySpec(
            "omit", .list(.choice(commonNames)), "the common parameters to leave out: initiator_id, client_ref_id"),
    ]
    private static let methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
    static let common = [APIParameter.initiatorID, .clientReferenceID]
    private static let commonNames = common.map(\.name)

    let entry: YAMLEntry
    let options: StepOptions

    func decode(_ context: inout DecodingContext) -> RequestTemplate? {
        guard let mapping = context.mapping(entry.value, key: entry.key, keys: Self.keys, subject: "'call'") else {
            return nil
        }
        let target =
            mapping["operation"].map { operationTarget($0, mapping, &context) } ?? pathTarget(mapping, &context)
        let headers = mapping["headers"].map { self.headers($0, &context) } ?? []
        let contentType = mapping["content_type"].flatMap { self.contentType($0, &context) }
        let omitted = mapping["omit"].map { self.omitted($0, &context) } ?? []
        guard var target else { return nil }
        checkStatedDetails(of: target, &context)
        addCommonParameters(to: &target, besides: omitted, isByName: mapping["operation"] != nil)
        return RequestTemplate(
            method: target.method, path: target.path, pathRange: target.range, query: target.query, body: target.body,
            contentType: contentType, headers: headers, operation: target.operation,
            effects: target.effects.union(options.stated?.kinds ?? []), stated: options.stated,
            isByName: mapping["operation"] != nil, missingOTP: target.missingOTP)
    }

    /// Where a call goes, and with what.
    struct Target {
        let method: String
        let path: ValueTemplate
        /// Where the path or the operation is written.
        let range: SourceRange
        let operation: Operation?
        /// What the catalogue says of the path, however it is spelt.
        let effects: EffectKinds
        var query: [RequestParameter]
        /// Nil if the request has no body.
        var body: RequestBody?
        /// The OTP that the environment has to add; nil if none is missing.
        var missingOTP: RequestTemplate.MissingOTP?
    }

    // MARK: By path

    private func pathTarget(_ mapping: DecodedMapping, _ context: inout DecodingContext) -> Target? {
        for name in ["method", "path"] where mapping[name] == nil {
            guard let key = Self.keys.first(where: { $0.name == name }) else { continue }
            context.report(.missingKey(key, subject: "'call'", at: mapping.range))
        }
        if let with = mapping["with"] {
            context.report(
                .meaninglessKey, "'with' has a meaning only beside 'operation'", at: with.key.range,
                help: "write 'query' or 'body', or name an operation")
        }
        let method = mapping["method"].flatMap { context.choice($0, of: Self.methods) }
        let path = mapping["path"].flatMap { self.path($0, &context) }
        let hasBody = method.map { !["GET", "HEAD", "OPTIONS"].contains($0) } ?? true
        var query = mapping["query"].map { parameters($0, &context) } ?? []
        if !hasBody { rejectOverrides(in: mapping["query"], of: method, &context) }
        // Servers look for another method in the fields of forms.
        for name in ["urlencoded", "form"] { rejectOverrides(in: mapping[name], of: method, &context) }
        var body = self.body(mapping, &context)
        guard let method, let path, let pathEntry = mapping["path"] else { return nil }
        if !hasBody, let given = Self.bodyKeys.lazy.compactMap({ mapping[$0] }).first {
            context.report(
                .bodyOfGet, "a \(method) has no body", at: given.key.range, help: "write 'query' instead")
        }
        let pattern = path.pathPattern
        let operation = Routes.operation(method: method, path: pattern)
        let possible = Routes.possibleOperations(method: method, path: pattern)
        // Of a request that is not documented, the step may know that it only reads.
        let byMethod: EffectKinds = hasBody && options.stated?.kinds != [] ? .changes : []
        let effects = possible.isEmpty ? byMethod : possible.reduce(into: []) { $0.formUnion($1.effect.kinds) }
        checkStatedEffect(against: possible.isEmpty ? nil : effects, &context)
        for possible in possible { checkAmount(of: possible, &query, &body, &context) }
        return Target(
            method: method, path: path, range: pathEntry.value.range, operation: operation, effects: effects,
            query: query, body: hasBody ? body ?? .json([]) : nil)
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

    func parameters(_ entry: YAMLEntry, _ context: inout DecodingContext) -> [RequestParameter] {
        context.openMapping(entry, of: "parameters").map { member in
            RequestParameter(name: member.key.value, value: context.openValue(member.value), range: member.value.range)
        }
    }

    /// With such a parameter, a read could become a send that is not counted.
    private func rejectOverrides(in entry: YAMLEntry?, of method: String?, _ context: inout DecodingContext) {
        for key in entry?.value.mapping?.map(\.key) ?? [] where ReservedNames.overridesMethod(parameter: key.value) {
            context.report(
                .methodOverride,
                "with the parameter '\(key.value)', a server may read this \(method ?? "request") as another method",
                at: key.range, help: "write the method that is meant")
        }
    }

    // MARK: By name

    private func operationTarget(
        _ entry: YAMLEntry, _ mapping: DecodedMapping, _ context: inout DecodingContext
    ) -> Target? {
        for name in ["method", "path", "query"] + Self.bodyKeys {
            guard let other = mapping[name] else { continue }
            context.report(
                .meaninglessKey, "'\(name)' has no meaning beside 'operation'", at: other.key.range,
                help: ["method", "path"].contains(name) ? "remove it" : "write its values into 'with'")
        }
        guard let name = context.plainText(entry) else { return nil }
        guard let operation = Operation.named(name.value) else {
            return context.reject(.unknownOperation(entry))
        }
        let (with, files) = values(of: operation, mapping["with"], &context)
        checkStatedEffect(against: operation.effect.kinds, &context)
        // What is wrong with other keys has been reported, and is why these are missing.
        let isElsewhere = options.hasArguments || (["query"] + Self.bodyKeys).contains { mapping[$0] != nil }
        let missingOTP = missingOTP(of: operation, with, at: entry)
        checkNames(
            mapping["with"], operation, at: entry, ignored: missingOTP?.parameter, isElsewhere: isElsewhere, &context)
        checkFiles(mapping["with"], operation, &context)
        checkFormats(of: with, operation, &context)
        let path = self.path(of: operation, with, mapping["with"], &context)
        var query = with.filter { operation.place(of: $0.name) == .query }
        var body = self.body(of: operation, with, files, at: mapping["with"]?.value.range ?? entry.value.range)
        checkAmount(of: operation, &query, &body, &context)
        return Target(
            method: operation.method.rawValue, path: path, range: entry.value.range, operation: operation,
            effects: operation.effect.kinds, query: query, body: body, missingOTP: missingOTP)
    }

    /// The OTP that the environment's `otp_source` has to give, as in a step that verifies: to whom, the request says.
    private func missingOTP(
        of operation: Operation, _ with: [RequestParameter], at entry: YAMLEntry
    ) -> RequestTemplate.MissingOTP? {
        guard let parameter = operation.parameter("otp"), !options.allowsInvalid,
            !with.contains(where: { $0.name == parameter.name }),
            let recipient = with.first(where: { ["mobile", "customer_id"].contains($0.name) })
        else { return nil }
        return RequestTemplate.MissingOTP(
            parameter: parameter.name, recipient: recipient, isRequired: parameter.isRequired, range: entry.value.range)
    }

    /// Files and other values are not mixed up.
    private func checkFiles(_ with: YAMLEntry?, _ operation: Operation, _ context: inout DecodingContext) {
        guard !options.allowsInvalid else { return }
        for member in with?.value.mapping ?? [] {
            guard let parameter = operation.parameter(member.key.value) else { continue }
            let isFile = member.value.mapping?.contains { $0.key.value == "file" } ?? false
            if parameter.isFile, !isFile {
                context.report(
                    .wrongKind(
                        member, expected: "a file",
                        help: "write \(parameter.name): { file: \(member.value.scalar?.text ?? "PATH") }"))
            } else if isFile, !parameter.isFile {
                context.report(
                    .wrongKind(
                        member, expected: "a value", help: "\(operation.name) takes no file as '\(parameter.name)'"))
            }
        }
    }

    /// The formats that are documented for operations with a kind of step of their own.
    private func checkFormats(
        of with: [RequestParameter], _ operation: Operation, _ context: inout DecodingContext
    ) {
        guard !options.allowsInvalid,
            let endpoint = StepKind.all.lazy.compactMap(\.endpoint).first(where: { $0.operation === operation })
        else { return }
        for parameter in with {
            guard let format = endpoint.parameters.first(where: { $0.name == parameter.name })?.format,
                let literal = parameter.value.literal, let expected = format.violation(literal)
            else { continue }
            context.report(
                .invalidParameter(parameter.name, expected: expected, found: literal.writtenOut, at: parameter.range))
        }
    }

    /// `ignored` is a parameter that something else gives. With `isElsewhere`, the values are at a wrong place.
    private func checkNames(
        _ with: YAMLEntry?, _ operation: Operation, at entry: YAMLEntry, ignored: String?, isElsewhere: Bool,
        _ context: inout DecodingContext
    ) {
        let given = with?.value.mapping?.map(\.key.value) ?? []
        let names = operation.parameters.map(\.name)
        for member in with?.value.mapping ?? [] where !names.contains(member.key.value) && !options.allowsInvalid {
            context.report(.unknownKey(member.key, known: names, subject: "'with' of \(operation.name)"))
        }
        for parameter in operation.parameters where parameter.isRequired && !Self.commonNames.contains(parameter.name) {
            let isGiven = given.contains(parameter.name) || parameter.name == ignored || isElsewhere
            // A misspelt name is reported once.
            let isMisspelt =
                !context.hasManyDiagnostics
                && given.contains { !names.contains($0) && likelyKey($0, among: names) == parameter.name }
            guard !isGiven, !isMisspelt, parameter.place == .path || !options.allowsInvalid else { continue }
            context.report(
                .missingParameter, "\(operation.name) needs '\(parameter.name)'",
                at: with?.key.range ?? entry.value.range,
                help: "add it to 'with'"
                    + (parameter.place == .path
                        ? "" : "; to leave it out all the same, add allow_invalid: true to the step"))
        }
    }

    /// The path of an operation with the values of its parameters.
    private func path(
        of operation: Operation, _ given: [RequestParameter], _ with: YAMLEntry?, _ context: inout DecodingContext
    ) -> ValueTemplate {
        var pieces: [ValueTemplate.TextPiece] = []
        for segment in operation.path.split(separator: "/") {
            pieces.append(.text("/"))
            guard segment.first == "{" else {
                pieces.append(.text(String(segment)))
                continue
            }
            let name = segment.dropFirst().dropLast()
            guard let parameter = given.first(where: { $0.name == name }) else { return .unknown }
            switch parameter.value {
            case .literal(let value):
                let text = value.writtenOut
                if text.isEmpty || text.contains("/") || RequestPath.problem(of: "/" + text) != nil {
                    context.report(
                        .invalidParameter(
                            String(name), expected: "a part of a path, without '/', '?', '#' and spaces", found: text,
                            at: parameter.range, help: "write the value that is meant"))
                }
                pieces.append(.text(text))
            case .expression(let expression): pieces.append(.expression(expression, at: parameter.range))
            case .text(let own): pieces += own
            case .array, .object:
                context.report(
                    .invalidParameter(
                        String(name), expected: "a string", found: "a list or a mapping", at: parameter.range,
                        help: "write one value"))
            }
        }
        var text = ""
        for piece in pieces {
            guard case .text(let part) = piece else { return .text(pieces) }
            text += part
        }
        return .literal(.string(text))
    }

    // MARK: For both

    /// What a request moves must be known before it is sent.
    private func checkAmount(
        of operation: Operation, _ query: inout [RequestParameter], _ body: inout RequestBody?,
        _ context: inout DecodingContext
    ) {
        guard !options.allowsInvalid, case .movesMoney(.parameter(let name)) = operation.effect else { return }
        func checked(_ parameter: RequestParameter) -> RequestParameter {
            guard parameter.name == name else { return parameter }
            if let literal = parameter.value.literal, let expected = ParameterFormat.rupees.violation(literal) {
                context.report(
                    .invalidParameter(name, expected: expected, found: literal.writtenOut, at: parameter.range))
            }
            var parameter = parameter
            parameter.format = .rupees
            return parameter
        }
        query = query.map(checked)
        body = body.map { $0.map(checked) }
    }

    /// `recipient` and `amount` have a meaning only for what texts and moves money.
    private func checkStatedDetails(of target: Target, _ context: inout DecodingContext) {
        guard let stated = options.stated else { return }
        let kinds = target.effects.union(stated.kinds ?? [])
        // A path that is not known yet is judged with its values.
        guard target.operation != nil || target.path.literal != nil || stated.kinds != nil else { return }
        for (detail, kind) in [(stated.recipient, EffectKinds.texts), (stated.amount, .movesMoney)] {
            guard let detail, !kinds.contains(kind) else { continue }
            context.report(.detailWithoutEffect(detail.name, kind, at: detail.range))
        }
        if let amount = stated.amount, let operation = target.operation, case .movesMoney(let moved) = operation.effect
        {
            if case .unknown = moved { return }
            context.report(
                .meaninglessKey, "the request itself says what \(operation.name) moves", at: amount.range,
                help: "remove it")
        }
    }

    private func checkStatedEffect(against documented: EffectKinds?, _ context: inout DecodingContext) {
        guard let stated = options.stated, let kinds = stated.kinds, let documented,
            kinds.gravity < documented.gravity
        else { return }
        context.report(.lighterEffect(kinds, than: documented, at: stated.range))
    }

    private func omitted(_ entry: YAMLEntry, _ context: inout DecodingContext) -> [String] {
        context.list(entry, of: "parameters", words: Self.commonNames).compactMap {
            context.choice(YAMLEntry(key: entry.key, value: $0), of: Self.commonNames)
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

extension ValueTemplate {
    /// A path whose expressions are ordinary names: as much of it as is known before its values are.
    fileprivate var pathPattern: String {
        switch self {
        case .literal(let value): value.writtenOut
        case .text(let pieces):
            pieces.map { piece in
                if case .text(let text) = piece { text } else { Self.nameInPath }
            }.joined()
        case .expression, .array, .object: Self.nameInPath
        }
    }

    private static let nameInPath = "0"
}
