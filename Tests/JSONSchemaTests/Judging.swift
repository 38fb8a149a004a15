import JSON
import JSONSchema

func json(_ text: String) throws -> JSONValue { try parseJSON(Array(text.utf8)) }

/// The violations of an instance, each as `/path: message`, one on each line; empty if the instance is valid.
func judge(_ instance: String, by schema: String, resources: [String: String] = [:]) throws -> String {
    let resources = try resources.mapValues(json)
    let violations = try JSONSchema(json(schema), resources: resources).violations(of: json(instance))
    return violations.map { "\($0.instancePath.text): \($0.message)" }.joined(separator: "\n")
}

/// Subschemas by the names `d0`, `d1` and so on.
func definitions(_ count: Int, _ schema: (Int) -> JSONValue) -> JSONValue {
    .object(JSONObject((0..<count).map { (name: "d\($0)", value: schema($0)) }))
}

/// A value in so many lists, or objects, within each other.
func nested(_ levels: Int, _ wrap: (JSONValue) -> JSONValue) -> JSONValue {
    (0..<levels).reduce(JSONValue.integer(1)) { value, _ in wrap(value) }
}
