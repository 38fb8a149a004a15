import JSON

/// The JSON Schema (2020-12) of a kind of file, for editors. It is generated from the decoder's tables.
package enum SchemaDocument: String, CaseIterable, Sendable {
    case workflow
    case environment

    package var json: JSONValue {
        var members: [JSONObject.Member] = [
            ("$schema", "https://json-schema.org/draft/2020-12/schema"),
            ("title", .string("ekoflow \(rawValue)")),
            ("description", .string(description)),
        ]
        guard case .object(let root) = rootShape.schema else { return .object(JSONObject(members)) }
        members += root.members
        if self == .workflow {
            let definitions = ValueShape.definitions.map { (name: $0.name, value: $0.schema) }
            members.append(("$defs", .object(JSONObject(definitions))))
        }
        return .object(JSONObject(members))
    }

    private var description: String {
        switch self {
        case .workflow: "Steps against Eko's OTP API and what is expected of each response."
        case .environment: "Where requests go, as whom, and what is allowed."
        }
    }

    /// The shape of the whole file.
    package var rootShape: ValueShape {
        switch self {
        case .workflow: .mapping(Workflow.keys)
        case .environment: .mapping(Environment.keys, alternatives: Environment.endpointKeys)
        }
    }
}

extension ValueShape {
    /// The shapes that can contain themselves.
    static let definitions: [(name: String, words: String, schema: JSONValue)] = [
        ("step", "a step", stepSchema), ("expected", "a value, or operators", expectedSchema),
        ("status", "a status code, or operators", statusSchema), ("operators", "operators", operatorsSchema),
        ("call", "a mapping", CallSchema.call),
        ("operation", "the name of a documented operation", CallSchema.operations),
    ]

    /// A step, with the keys of all kinds.
    package static let step = ValueShape.mapping(DecodingContext.stepKeys, alternatives: StepKind.all.map(\.name))

    /// A step has one kind, and the kind decides which other keys the step can have.
    private static var stepSchema: JSONValue {
        let kinds = StepKind.all
        let optional = DecodingContext.optionalStepKeys.map(\.name)
        let meaningless = kinds.map { kind in
            let unknown = optional.filter { !kind.options.contains($0) }.map {
                (name: $0, value: JSONValue.bool(false))
            }
            return (name: kind.name, value: JSONValue.object(["properties": .object(JSONObject(unknown))]))
        }
        // With `allow_invalid: true`, required parameters may be missing.
        let complete = kinds.compactMap { kind -> JSONObject.Member? in
            guard kind.options.contains("allow_invalid"), case .mapping(let keys, _) = kind.shape else { return nil }
            if kind.name == StepKind.call.name { return (kind.name, CallSchema.documentedNames) }
            return (kind.name, ["required": keys.requiredNames])
        }
        let keys = DecodingContext.stepKeys.map { key in
            if key.name == StepKind.call.name { return KeySpec(key.name, .named("call"), key.summary) }
            guard kinds.contains(where: { $0.name == key.name && $0.options.contains("allow_invalid") }),
                case .mapping(let parameters, _) = key.shape
            else { return key }
            let optional = parameters.map { KeySpec($0.name, $0.shape, $0.summary) }
            return KeySpec(key.name, .mapping(optional), key.summary)
        }
        return ValueShape.mapping(keys, alternatives: kinds.map(\.name)).schema.merging([
            ("dependentSchemas", .object(JSONObject(meaningless))),
            ("if", ["properties": ["allow_invalid": ["const": true]], "required": ["allow_invalid"]]),
            ("else", ["properties": .object(JSONObject(complete))]),
        ])
    }

    private static var expectedSchema: JSONValue {
        ["anyOf": [["type": ["string", "number", "boolean", "null", "array"]], ValueShape.named("operators").schema]]
    }

    private static var statusSchema: JSONValue {
        let expression: JSONValue = ["type": "string", "pattern": "\\$\\{\\{"]
        let code: JSONValue = ["type": "integer", "minimum": 100, "maximum": 599]
        return ["anyOf": [code, expression, ValueShape.named("operators").schema]]
    }

    private static var operatorsSchema: JSONValue {
        let keys = ExpectationOperator.all.map { KeySpec($0.name, $0.operand, $0.summary) }
        return ValueShape.mapping(keys).schema.merging([("minProperties", 1)])
    }
}
