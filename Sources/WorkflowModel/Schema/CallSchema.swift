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
        return [
            "if": ["properties": ["operation": ["const": .string(operation.name)]], "required": ["operation"]],
            "then": [
                "properties": [
                    "with": ["properties": .object(JSONObject(properties)), "additionalProperties": false]
                ]
            ],
        ]
    }
}
