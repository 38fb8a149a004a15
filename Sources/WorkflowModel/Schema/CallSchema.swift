import Contract
import JSON

/// The schema of a call: by its method and path, or by the name of an operation, which decides the names in `with`.
enum CallSchema {
    static var call: JSONValue {
        StepKind.call.shape.schema.merging([
            ("dependentRequired", ["path": ["method"]]),
            (
                "dependentSchemas",
                [
                    "operation": without(["method", "path", "query"] + CallDecoder.bodyKeys),
                    "body": without(["urlencoded", "form"]), "urlencoded": without(["form"]),
                ]
            ), ("allOf", .array(Operation.all.map(parameters))),
        ])
    }

    private static func without(_ keys: [String]) -> JSONValue {
        ["properties": .object(JSONObject(keys.map { (name: $0, value: false) }))]
    }

    /// Every name of an operation, with its title for editors.
    static var operations: JSONValue {
        [
            "oneOf": .array(
                Operation.all.map { operation in
                    let what = operation.effect.kinds.words.joined(separator: ", ")
                    return [
                        "const": .string(operation.name),
                        "description": .string(
                            "\(operation.title): \(operation.method.rawValue) \(operation.path) (\(what))"),
                    ]
                })
        ]
    }

    private static func parameters(of operation: Operation) -> JSONValue {
        let properties = operation.parameters.map { parameter in
            let optional = parameter.isRequired ? "" : ", optional"
            return (
                name: parameter.name,
                value: ["description": .string("in the \(parameter.place.rawValue)\(optional)")] as JSONValue
            )
        }
        return rule(for: operation, ["properties": .object(JSONObject(properties))])
    }

    /// With `allow_invalid: true`, `with` can have other names than the documented ones; otherwise it cannot.
    static var documentedNames: JSONValue {
        let rules = Operation.all.map { operation in
            let names = operation.parameters.map { JSONValue.string($0.name) }
            return rule(for: operation, ["propertyNames": ["enum": .array(names)]])
        }
        return ["allOf": .array(rules)]
    }

    private static func rule(for operation: Operation, _ with: JSONValue) -> JSONValue {
        [
            "if": ["properties": ["operation": ["const": .string(operation.name)]], "required": ["operation"]],
            "then": ["properties": ["with": with]],
        ]
    }
}
