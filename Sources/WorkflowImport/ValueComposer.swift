import JSON
import Source
import WorkflowModel

/// Turns another tool's values into values of a workflow: placeholders become expressions, secrets become references.
struct ValueComposer {
    let known: KnownValues

    private var variables = VariableComposer()
    /// The expressions for values that earlier steps captured, by name.
    private var captured: [String: String] = [:]
    /// The placeholders whose values are being read, and whether one of them depends on itself.
    private var open: Set<String> = []
    private var foundCycle = false

    init(known: KnownValues) {
        self.known = known
        variables.reserve(known.environmentNames)
    }

    /// Makes later steps use this expression for the placeholder `name`.
    mutating func capture(_ name: String, as expression: String) { captured[name] = expression }

    /// The lines of `vars`, and remarks about them. Values that may be secret are not copied.
    func lines() -> (lines: [String], remarks: [String]) { (variables.lines, variables.remarks) }

    func resolved(_ text: String) -> String { known.resolved(text) }

    /// A value by its name, as a YAML scalar. A secret is not copied. `container` is the name of a secret that it is a part of.
    mutating func scalar(
        _ text: String, named name: String, below container: String? = nil, inFlow: Bool = false,
        inHeader: Bool = false,
        _ request: inout ForeignRequest
    ) -> String {
        let isSecret =
            !text.isEmpty && !text.isOneName
            && (container != nil || name.namesSecretByWords || text.looksSecret || text.holdsKey(inHeader: inHeader))
        let result =
            isSecret
            ? variables.secret(text, named: container.map { "\($0)_\(name)" } ?? name) : withExpressions(text, &request)
        return result.isOneExpression && !inFlow ? result : yamlText(result)
    }

    /// A field of a form. JSON in it is not copied if it may hold a secret.
    mutating func field(
        _ text: String, named name: String, inFlow: Bool, _ request: inout ForeignRequest
    ) -> String {
        let isJSON = ["{", "["].contains { text.trimmed.hasPrefix($0) } && !text.isOneName
        guard isJSON, text.mentionsSecret else { return scalar(text, named: name, inFlow: inFlow, &request) }
        let secret = variables.secret(text, named: name)
        return inFlow ? yamlText(secret) : secret
    }

    /// A body that is a string. It is not copied if it may be a secret or hold one.
    mutating func whole(_ text: String, mayBeSecret: Bool = false, _ request: inout ForeignRequest) -> String {
        let result =
            mayBeSecret || !text.isOneName && (text.isOneWord || text.mentionsSecret)
            ? variables.secret(text, named: "body") : withExpressions(text, &request)
        return result.isOneExpression ? result : yamlText(result)
    }

    /// Whether the value is the same in every run, and no step captures it.
    func isConstant(_ text: String) -> Bool {
        var isCaptured = false
        _ = text.replacingPlaceholders { name in
            if captured[name] != nil { isCaptured = true }
            return nil
        }
        return !isCaptured && !known.resolved(text).contains(text: "{{")
    }

    /// A string with expressions in place of placeholders. `${`, which the other tool sends as it is, is written out.
    mutating func withExpressions(_ text: String, _ request: inout ForeignRequest) -> String {
        text.replacingPlaceholders(
            literal: { String($0).replacing("${", with: "${{ '$' }}{") }, { expression($0, &request) })
    }

    /// The same for text that is YAML already.
    mutating func withExpressions(inYAML yaml: String, _ request: inout ForeignRequest) -> String {
        yaml.replacingPlaceholders { expression($0, &request) }
    }

    /// A path with expressions, in which other characters than those of a path are percent-encoded.
    mutating func path(_ text: String, _ request: inout ForeignRequest) -> String {
        var previous = ""
        let segments = text.split(separator: "/", omittingEmptySubsequences: false).map { segment -> String in
            let segment = String(segment)
            defer { previous = segment }
            if segment.isOneName, let value = request.pathValues[segment.nameInBraces], !value.isEmpty {
                let name = segment.nameInBraces
                let isSecret = !value.isOneName && (name.namesSecretByWords || value.looksSecret || value.holdsKey())
                return isSecret
                    ? variables.secret(value, named: name) : pathSegment(value, &request)
            }
            if segment.holdsKey() { return variables.secret(segment, named: "key_in_path") }
            // A code behind the name of what it is: `/verify/otp/112233`.
            if previous.namesSecretByWords,
                segment.holdsCode,
                segment.isOneWord, !segment.isOneName
            {
                return variables.secret(segment, named: previous)
            }
            return pathSegment(segment, &request)
        }
        let path = segments.joined(separator: "/")
        return path.hasPrefix("/") ? path : "/" + path
    }

    private mutating func pathSegment(_ text: String, _ request: inout ForeignRequest) -> String {
        func encoded(_ literal: Substring) -> String {
            literal.utf8.map { byte in
                (33...126).contains(byte) && !"?#\\".utf8.contains(byte)
                    ? String(UnicodeScalar(byte))
                    : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }.joined().replacing("${", with: "$%7B")
        }
        return text.replacingPlaceholders(literal: encoded, { expression($0, &request) })
    }

    /// A value on one line. Strings below a name of a secret are not copied; numbers only if their own name says so.
    mutating func json(
        _ value: JSONValue, named name: String, below container: String? = nil, _ request: inout ForeignRequest
    ) -> String {
        switch value {
        case .array(let elements):
            var parts: [String] = []
            for element in elements { parts.append(json(element, named: name, below: container, &request)) }
            return "[\(parts.joined(separator: ", "))]"
        case .object(let object):
            let inner = name.namesSecretByWords ? name : container
            var parts: [String] = []
            for member in object.distinctMembers {
                parts.append(
                    "\(yamlText(member.name)): \(json(member.value, named: member.name, below: inner, &request))")
            }
            return parts.isEmpty ? "{}" : "{ \(parts.joined(separator: ", ")) }"
        case .null, .bool: return value.serialized
        case .string(let text):
            if let placeholder = text.unquotedPlaceholder {
                return unquoted(placeholder, named: name, below: container, &request)
            }
            return scalar(text, named: name, below: container, inFlow: true, &request)
        case .number(let number):
            // A short number is a count, and no OTP.
            guard name.namesSecretByWords, number.text.utf8.count >= 4 else { return value.serialized }
            return yamlText(variables.secret(number.text, named: name, isNumber: true))
        }
    }

    /// The value of a placeholder that has no quotes around it, and so is a number, a list or the like.
    private mutating func unquoted(
        _ placeholder: String, named name: String, below container: String?, _ request: inout ForeignRequest
    ) -> String {
        if captured[placeholder] == nil, !open.contains(placeholder), let text = known.texts[placeholder],
            let reading = JSONReading(text)
        {
            switch reading.value {
            case .array, .object, .null:
                open.insert(placeholder)
                defer { open.remove(placeholder) }
                return json(reading.value, named: name, below: container, &request)
            case .bool: return yamlText(expression(placeholder, as: "boolean", &request))
            case .number, .string: break
            }
        } else if captured[placeholder] == nil {
            request.remark("\(placeholder.nameForRemark) has no quotes around it, so it is taken for a number")
        }
        return yamlText(expression(placeholder, as: "number", &request))
    }

    /// An expression that makes a value of another type of a variable's text. A captured value keeps its type.
    private mutating func expression(_ name: String, as type: String, _ request: inout ForeignRequest) -> String {
        let text = expression(name, &request)
        guard text.hasPrefix("${{ vars.") else { return text }
        return "${{ \(type)(\(text.dropFirst("${{ ".count).dropLast(" }}".count))) }}"
    }

    private mutating func expression(_ name: String, _ request: inout ForeignRequest) -> String {
        switch name {
        case "$guid", "$randomUUID": return "${{ uuid() }}"
        case "$randomInt": return "${{ random_digits(3) }}"
        case "$timestamp":
            request.remark("a time in seconds became one in milliseconds")
            return "${{ now_ms() }}"
        default: break
        }
        if name.hasPrefix("$") {
            request.remark("\(name.nameForRemark) has no counterpart, and became a variable")
        }
        if let expression = captured[name] { return expression }
        if let key = variables.key(of: name) { return "${{ vars.\(key) }}" }
        if open.contains(name) {
            foundCycle = true
            return ""
        }
        let source = source(of: name, &request)
        return "${{ vars.\(variables.add(name, source)) }}"
    }

    private mutating func source(of name: String, _ request: inout ForeignRequest) -> VariableComposer.Source {
        if known.environmentNames.contains(name) { return .process(name, fallback: known.defaults[name]) }
        if known.secretNames.contains(name) { return .secret }
        let value = known.texts[name]
        let isReference = value.map { $0.isOneName } ?? false
        if !isReference, name.namesSecretByWords || value.map({ $0.looksSecret || $0.holdsKey() }) ?? false {
            return .secret
        }
        guard let value else { return .missing }
        if value.isEmpty { return .empty }
        guard value.contains(text: "{{") else { return .text(value) }
        // A variable can refer to those before it, so the names in the value are added first.
        let wasCycle = foundCycle
        foundCycle = false
        open.insert(name)
        let text = withExpressions(value, &request)
        open.remove(name)
        let isWhole = !foundCycle && !text.contains(text: "steps.")
        foundCycle = foundCycle || wasCycle
        return isWhole ? .text(text) : .dependent
    }
}

extension String {
    /// Whether the string is just `${{ … }}`.
    var isOneExpression: Bool { hasPrefix("${{") && range(ofText: "}}")?.upperBound == endIndex }
}
