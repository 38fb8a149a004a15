import JSON
import YAMLSource

/// A parameter of one of the API's endpoints.
struct APIParameter: Sendable {
    let name: String
    let summary: String
    let format: ParameterFormat
    /// What is sent where the step does not say; nil where the step has to.
    let fallback: ValueTemplate?

    init(_ name: String, _ summary: String, format: ParameterFormat, fallback: ValueTemplate? = nil) {
        self.name = name
        self.summary = summary
        self.format = format
        self.fallback = fallback
    }

    /// Common to every endpoint: the registered mobile number of the API user, from the environment.
    static func initiatorID(at range: SourceRange) -> APIParameter {
        let reference = Reference(root: .env, path: BodyPath(segments: [.member("initiator_id")]), range: range)
        return APIParameter(
            "initiator_id", "the registered mobile number of the API user; the environment's where left out",
            format: .nonEmpty, fallback: .expression(.reference(reference)))
    }

    /// Common to every endpoint: a reference of the caller's own, unique per call.
    static func clientReferenceID(at range: SourceRange) -> APIParameter {
        let call = FunctionCall(function: .uniqueRef, arguments: [], range: range)
        return APIParameter(
            "client_ref_id", "a reference of your own, unique per call; unique_ref() where left out",
            format: .atMost(characters: 20), fallback: .expression(.call(call)))
    }
}

extension DecodingContext {
    /// Reads the parameters of an endpoint: all of them are text, unknown and missing ones are errors, and one that is
    /// null is left out of the request.
    mutating func parameters(_ entry: YAMLEntry, of known: [APIParameter], options: StepOptions) -> [RequestParameter]?
    {
        let keys = known.map { KeySpec($0.name, required: $0.fallback == nil && !options.allowsInvalid, $0.summary) }
        guard entry.value.mapping != nil else {
            report(
                .wrongKind(entry.value, key: entry.key, expected: "a mapping with the parameters of \(entry.key.value)")
            )
            return nil
        }
        guard let mapping = mapping(entry.value, keys: keys, subject: "'\(entry.key.value)'") else { return nil }
        return known.compactMap { parameter in
            guard let given = mapping[parameter.name] else {
                return parameter.fallback.map {
                    RequestParameter(name: parameter.name, value: $0, format: parameter.format, range: entry.key.range)
                }
            }
            return self.parameter(given, parameter, options: options)
        }
    }

    private mutating func parameter(
        _ entry: YAMLEntry, _ parameter: APIParameter, options: StepOptions
    ) -> RequestParameter? {
        let range = entry.value.range.isEmpty ? entry.key.range : entry.value.range
        guard let value = textValue(entry) else {
            if !options.allowsInvalid && parameter.fallback == nil {
                report(.nullParameter(entry.key, at: range))
            }
            return nil
        }
        if !options.allowsInvalid, let literal = value.literal, let expected = parameter.format.violation(literal) {
            report(.invalidParameter(parameter.name, expected: expected, found: literal.writtenOut, at: range))
        }
        return RequestParameter(
            name: parameter.name, value: value, format: options.allowsInvalid ? nil : parameter.format, range: range)
    }
}

extension Diagnostic {
    fileprivate static func invalidParameter(
        _ name: String, expected: String, found: String, at range: SourceRange
    ) -> Diagnostic {
        .error(
            "invalid_parameter", "'\(name)' must be \(expected), found '\(found)'", at: range,
            suggestion: "to send it all the same, add allow_invalid: true to the step")
    }

    fileprivate static func nullParameter(_ key: Located<String>, at range: SourceRange) -> Diagnostic {
        .error(
            "missing_parameter", "'\(key.value)' is required and has no value", at: range,
            suggestion: "to leave it out all the same, add allow_invalid: true to the step")
    }
}
