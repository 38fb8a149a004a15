import JSON
import Source
import WorkflowModel

/// Turns another tool's values into values of a workflow: placeholders become expressions, secrets are left out.
struct ValueComposer {
    /// The tool's values of placeholders, by name.
    let known: [String: String]
    /// Placeholders that are environment variables of the process.
    let environmentNames: Set<String>

    /// The placeholders that steps use, each with the key of its variable in `vars`.
    private var variableNames: [(name: String, key: String)] = []
    private var variableKeys: [String: String] = [:]
    private var keys = UniqueNames()
    /// The expressions for values that earlier steps captured, by name.
    private var captured: [String: String] = [:]

    init(known: [String: String], environmentNames: Set<String>) {
        self.known = known
        self.environmentNames = environmentNames
    }

    /// Makes later steps use this expression for the placeholder `name`.
    mutating func capture(_ name: String, as expression: String) { captured[name] = expression }

    /// The lines of `vars`, and remarks about them. Values that may be secret are not copied.
    func variables() -> (lines: [String], remarks: [String]) {
        var remarks: [String] = []
        let lines = variableNames.map { name, key in
            if environmentNames.contains(name) { return "\(key): { env: \(name) }" }
            if name.namesSecret || known[name]?.looksSecret ?? false {
                // In a shell, PWD is the working folder.
                let variable = key.uppercased() == "PWD" ? "PWD_VALUE" : key.uppercased()
                remarks.append(
                    "the value of \(name.nameForRemark) is not copied: set the variable \(variable) of the process")
                return "\(key): { env: \(variable) }"
            }
            if let value = known[name], !value.contains("{{") { return "\(key): \(yamlText(value))" }
            remarks.append("\(name.nameForRemark) has no value here: give it with --var \(key)=...")
            return "\(key): { required: true }"
        }
        return (lines, remarks)
    }

    /// Replaces placeholders that have values. A value may use further placeholders; a cycle is not followed.
    func resolved(_ text: String) -> String {
        var budget = 100
        func resolved(_ text: String, within names: [String]) -> String {
            text.replacingPlaceholders { name in
                guard budget > 0, !names.contains(name), let value = known[name], value.utf8.count < 2_048 else {
                    return nil
                }
                budget -= 1
                return resolved(value, within: names + [name])
            }
        }
        return resolved(text, within: [])
    }

    /// A string of the tool as a YAML scalar, with expressions in place of placeholders.
    mutating func template(
        _ text: String, inFlow: Bool = false, isSecret: Bool = false, _ request: inout ForeignRequest
    ) -> String {
        if text.looksSecret, !isSecret {
            request.remarks.append("a value that may be secret is not copied")
            return template("{{secret_value}}", inFlow: inFlow, isSecret: true, &request)
        }
        let result = withExpressions(text, &request)
        let isExpression = result.hasPrefix("${{") && result.range(ofText: "}}")?.upperBound == result.endIndex
        return isExpression && !inFlow ? result : yamlText(result)
    }

    mutating func withExpressions(_ text: String, _ request: inout ForeignRequest) -> String {
        text.replacingPlaceholders { name in expression(name, &request) }
    }

    private mutating func expression(_ name: String, _ request: inout ForeignRequest) -> String {
        switch name {
        case "$guid", "$randomUUID": return "${{ uuid() }}"
        case "$randomInt": return "${{ random_digits(3) }}"
        case "$timestamp":
            request.remarks.append("a time in seconds became one in milliseconds")
            return "${{ now_ms() }}"
        default: break
        }
        if name.hasPrefix("$") {
            request.remarks.append("\(name.nameForRemark) has no counterpart, and became a variable")
        }
        if let expression = captured[name] { return expression }
        if let key = variableKeys[name] { return "${{ vars.\(key) }}" }
        // `a-b` and `a_b` must get different keys.
        let key = keys.add(variableName(name))
        variableKeys[name] = key
        variableNames.append((name, key))
        return "${{ vars.\(key) }}"
    }

    /// A value on one line. Anything below a name of a secret is not copied, whatever its type.
    mutating func json(_ value: JSONValue, named name: String, _ request: inout ForeignRequest) -> String {
        switch value {
        case .array(let elements):
            var parts: [String] = []
            for element in elements { parts.append(json(element, named: name, &request)) }
            return "[\(parts.joined(separator: ", "))]"
        case .object(let object):
            var parts: [String] = []
            for member in object.members {
                let inner = name.namesSecret ? name : member.name
                parts.append("\(yamlText(member.name)): \(json(member.value, named: inner, &request))")
            }
            return parts.isEmpty ? "{}" : "{ \(parts.joined(separator: ", ")) }"
        case .null, .bool: return value.serialized
        case .string(let text):
            let isSecret = (name.namesSecret && !text.isOneName) || text.looksSecret
            return template(isSecret ? "{{\(name)}}" : text, inFlow: true, isSecret: isSecret, &request)
        case .number:
            return name.namesSecret ? template("{{\(name)}}", inFlow: true, isSecret: true, &request) : value.serialized
        }
    }
}

extension String {
    /// Whether the string is just `{{name}}`.
    var isOneName: Bool {
        hasPrefix("{{") && range(ofText: "}}")?.upperBound == endIndex
    }

    /// Replaces each `{{name}}` by what `value` gives for the name, or leaves it if that is nil.
    fileprivate func replacingPlaceholders(_ value: (_ name: String) -> String?) -> String {
        var result = ""
        var rest = self[...]
        while let start = rest.range(ofText: "{{"), let end = rest[start.upperBound...].range(ofText: "}}") {
            result += rest[..<start.lowerBound]
            let name = rest[start.upperBound..<end.lowerBound].trimmed
            result += value(name) ?? String(rest[start.lowerBound..<end.upperBound])
            rest = rest[end.upperBound...]
        }
        return result + rest
    }
}
