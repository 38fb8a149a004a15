import Expressions
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
            members.append(("$defs", .object(JSONObject(definitions + [Self.functions]))))
        }
        return .object(JSONObject(members))
    }

    private var description: String {
        switch self {
        case .workflow: "Steps against Eko's OTP API and what is expected of each response."
        case .environment: "Where requests go, as whom, and what is allowed."
        }
    }

    /// The functions of `${{ }}`. No key refers to them; they are for readers of the schema.
    private static var functions: (name: String, value: JSONValue) {
        let functions = ExpressionFunction.all.map {
            (name: $0.example, value: JSONValue.object(["description": .string($0.summary)]))
        }
        return ("functions", ["type": "object", "properties": .object(JSONObject(functions))])
    }

    private var rootShape: ValueShape {
        switch self {
        case .workflow: .mapping(Workflow.keys)
        case .environment: .mapping(Environment.keys, alternatives: Environment.endpointKeys)
        }
    }
}

extension ValueShape {
    /// The shapes that can contain themselves.
    fileprivate static let definitions: [(name: String, schema: JSONValue)] = [
        ("step", stepSchema), ("expected", expectedSchema), ("status", statusSchema), ("operators", operatorsSchema),
    ]

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
            return (kind.name, ["required": keys.requiredNames])
        }
        let keys = DecodingContext.stepKeys.map { key in
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

    /// The schema of a value of this shape, as editors parse YAML: a string may look like a number.
    var schema: JSONValue {
        switch self {
        case .anything: [:]
        case .text: ["type": ["string", "number", "boolean"]]
        case .optionalText: ["type": ["string", "number", "boolean", "null"]]
        case .address: ["type": "string", "pattern": "^https?://"]
        case .condition: ["type": ["string", "boolean"]]
        case .boolean: ["type": "boolean"]
        case .positiveInteger: ["type": "integer", "minimum": 1]
        case .duration(let isSigned):
            ["type": "string", "pattern": .string("^\(isSigned ? "[+-]?" : "")[0-9]*\\.?[0-9]+(ms|s|m|h)$")]
        case .choice(let words):
            ["enum": .array(words.map { .string($0) } + (words.contains("null") ? [.null] : []))]
        case .mapping(let keys, let alternatives): mappingSchema(keys, alternatives: alternatives)
        case .open(let value, let minimum):
            JSONValue.object(["type": "object", "additionalProperties": value.schema])
                .merging(minimum > 0 ? [("minProperties", .integer(minimum))] : [])
        case .list(let element, let minimum, let maximum):
            JSONValue.object(["type": "array", "items": element.schema, "minItems": .integer(minimum)])
                .merging(maximum.map { [("maxItems", .integer($0))] } ?? [])
        case .oneOf(let shapes): ["anyOf": .array(shapes.map(\.schema))]
        case .named(let name): ["$ref": .string("#/$defs/\(name)")]
        }
    }

    private func mappingSchema(_ keys: [KeySpec], alternatives: [String]) -> JSONValue {
        let properties = keys.map { key in
            (name: key.name, value: JSONValue.object(["description": .string(key.summary)]).merging(key.shape.schema))
        }
        var members: [JSONObject.Member] = [
            ("type", "object"), ("additionalProperties", false), ("properties", .object(JSONObject(properties))),
        ]
        if keys.contains(where: \.isRequired) { members.append(("required", keys.requiredNames)) }
        if !alternatives.isEmpty {
            members.append(("oneOf", .array(alternatives.map { ["required": [.string($0)]] })))
        }
        return .object(JSONObject(members))
    }
}

extension [KeySpec] {
    fileprivate var requiredNames: JSONValue { .array(filter(\.isRequired).map { .string($0.name) }) }
}

extension JSONValue {
    fileprivate func merging(_ members: [JSONObject.Member]) -> JSONValue {
        guard case .object(let object) = self else { return self }
        return .object(JSONObject(object.members + members))
    }

    fileprivate func merging(_ other: JSONValue) -> JSONValue {
        guard case .object(let object) = other else { return self }
        return merging(object.members)
    }
}
