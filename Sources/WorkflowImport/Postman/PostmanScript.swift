import JSON
import Source

/// Reads the expectations and captures of a Postman test script, if its lines have common forms.
struct PostmanScript {
    private(set) var expectations: [ForeignExpectation] = []
    private(set) var captures: [(name: String, path: String)] = []
    /// The lines that could not be read.
    private(set) var unread: [UnreadLine] = []

    /// A line, by its number from 1. `quoted` is the line without its strings; nil if it may hold a secret all the same.
    struct UnreadLine {
        let number: Int
        let quoted: String?
    }

    var unreadLines: [Int] { unread.map(\.number) }

    /// Variables of the script that hold the body or a part of it, with the path of that part.
    private var bodyNames: [String: String] = [:]

    init(_ lines: [String]) {
        var depth = 0
        var isOver = false
        var isContinued = false
        for (index, line) in ScriptLine.lines(of: lines).enumerated() where !line.text.isEmpty || line.isLost {
            // A check inside a condition or a loop, or after a return, does not always run, so it is not imported.
            let isWithin = depth > 0 || isOver || isContinued || line.touchesTemplate || line.isLost
            guard isWithin || !isCarriedOver(Self.withoutTest(line.text)) else { continue }
            unread.append(UnreadLine(number: index + 1, quoted: line.quoted))
            depth = max(0, depth + line.depthChange)
            if !isWithin { isOver = line.isReturn }
            isContinued = line.isIncomplete
            // If one variable changes, others may refer to parts of the same object.
            if line.mayChange(bodyNames.keys) { bodyNames = [:] }
        }
    }

    /// A line without the `pm.test` call around it.
    private static func withoutTest(_ line: String) -> String {
        var text = line.trimmed
        if text.hasPrefix("pm.test(") {
            let start = text.range(ofText: "=>") ?? text.range(ofText: "function")
            guard let start else { return text }
            var inner = text[start.upperBound...].trimmed
            if let brace = inner.firstIndex(of: "{"), inner[..<brace].allSatisfy({ "() ".contains($0) }) {
                inner = String(inner[inner.index(after: brace)...]).trimmed
                for end in ["});", "})"] where inner.hasSuffix(end) {
                    inner = String(inner.dropLast(end.count)).trimmed
                    break
                }
            } else if inner.hasSuffix(");") {
                inner = String(inner.dropLast(2))
            }
            text = inner
        }
        return text
    }

    private mutating func isCarriedOver(_ line: String) -> Bool {
        if line.isEmpty || ["});", "})", "}", "};"].contains(line) { return true }
        for word in ["const ", "let ", "var "] where line.hasPrefix(word) {
            let parts = line.dropFirst(word.count).split(separator: "=", maxSplits: 1).map(\.trimmed)
            guard parts.count == 2, parts[0].isNameOfScript,
                let path = CallChain(parts[1]).flatMap({ bodyPath($0.links[...]) })
            else {
                return false
            }
            bodyNames[parts[0]] = path
            return true
        }
        if line.hasPrefix("tests[") { return readOldTest(line) }
        guard let chain = CallChain(line), chain.links.first == .name("pm") else { return false }
        return readExpectation(chain.links) || readCapture(chain.links)
    }

    /// What gives the whole body.
    private static let bodies: [[CallChain.Link]] = [
        [.name("pm"), .name("response"), .name("json"), .call([])],
        [.name("JSON"), .name("parse"), .call(["responseBody"])],
    ]

    /// The path of a value in the body; empty for the body itself.
    private func bodyPath(_ links: ArraySlice<CallChain.Link>) -> String? {
        var path = ""
        let start: Int
        if let body = Self.bodies.first(where: { links.starts(with: $0) }) {
            start = body.count
        } else if case .name(let name)? = links.first, let known = bodyNames[name] {
            (path, start) = (known, 1)
        } else {
            return nil
        }
        for link in links.dropFirst(start) {
            switch link {
            case .name(let name):
                guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }) else {
                    return nil
                }
                path += path.isEmpty ? name : ".\(name)"
            case .index(let index): path += "[\(index)]"
            case .call: return nil
            }
        }
        return path
    }

    private static let stores = ["environment", "collectionVariables", "globals", "variables"]

    private mutating func readCapture(_ links: [CallChain.Link]) -> Bool {
        guard links.count == 4, case .name(let store) = links[1], Self.stores.contains(store), links[2] == .name("set"),
            case .call(let arguments) = links[3], arguments.count == 2,
            case .string(let name)? = Self.literal(arguments[0]),
            let path = CallChain(arguments[1]).flatMap({ bodyPath($0.links[...]) }), !path.isEmpty
        else { return false }
        captures.append((name, path))
        return true
    }

    private mutating func readExpectation(_ links: [CallChain.Link]) -> Bool {
        let subject: ForeignExpectation.Subject
        var words: [CallChain.Link]
        if links.count > 3, links[1] == .name("response"), links[2] == .name("to") {
            words = Array(links.dropFirst(3))
            if words == [.name("be"), .name("ok")] || words == [.name("be"), .name("success")] {
                return add(.http, "{ between: [200, 299] }")
            }
            if case .call(let arguments)? = words.last, let argument = arguments.first {
                if words.dropLast() == [.name("have"), .name("status")], case .number? = Self.literal(argument) {
                    return add(.http, argument)
                }
                if words.dropLast() == [.name("have"), .name("header")],
                    case .string(let name)? = Self.literal(argument)
                {
                    guard arguments.count > 1 else { return add(.header(name), "{ exists: true }") }
                    return Self.literal(arguments[1]).map { add(.header(name), Self.yaml($0)) } ?? false
                }
            }
            return false
        }
        guard links.count > 3, links[1] == .name("expect"), case .call(let arguments) = links[2], arguments.count == 1,
            let chain = CallChain(arguments[0]), links[3] == .name("to")
        else { return false }
        words = Array(links.dropFirst(4))
        let isResponse = chain.links.starts(with: [.name("pm"), .name("response")])
        if isResponse, chain.links.dropFirst(2) == [.name("code")] {
            subject = .http
        } else if isResponse, chain.links.dropFirst(2) == [.name("responseTime")] {
            guard words.count == 3, words[0] == .name("be"), words[1] == .name("below"),
                case .call(let limit) = words[2],
                let limit = limit.first, Int(limit).map({ $0 > 0 }) ?? false
            else { return false }
            return add(.within, "\(limit)ms")
        } else if isResponse, chain.links.count == 5, chain.links[2...3] == [.name("headers"), .name("get")],
            case .call(let names) = chain.links[4], case .string(let name)? = names.first.flatMap(Self.literal)
        {
            subject = .header(name)
        } else if let path = bodyPath(chain.links[...]) {
            if let member = Self.property(words) {
                return add(.body(path: path.isEmpty ? member.name : "\(path).\(member.name)"), member.yaml)
            }
            // For the whole body, only a check for a property is supported.
            if path.isEmpty { return false }
            if path.hasSuffix(".length"), let length = Self.operators(words) {
                return add(.body(path: String(path.dropLast(".length".count))), "{ length: \(length) }")
            }
            subject = .body(path: path)
        } else {
            return false
        }
        return Self.operators(words).map { add(subject, $0) } ?? false
    }

    /// Reads `tests["name"] = responseCode.code === 200;`, or the same for a value of the body.
    private mutating func readOldTest(_ line: String) -> Bool {
        guard let mark = line.range(ofText: "] = ") else { return false }
        var test = line[mark.upperBound...].trimmed
        if test.hasSuffix(";") { test.removeLast() }
        if test.hasPrefix("("), test.hasSuffix(")"), !test.dropFirst().dropLast().contains("(") {
            test = String(test.dropFirst().dropLast())
        }
        guard let sign = test.range(ofText: "==="), let chain = CallChain(String(test[..<sign.lowerBound])),
            let value = Self.literal(test[sign.upperBound...].trimmed)
        else { return false }
        if chain.links == [.name("responseCode"), .name("code")] {
            guard case .number = value else { return false }
            return add(.http, value.serialized)
        }
        switch value {
        // In JavaScript, two objects are never the same.
        case .array, .object: return false
        default: break
        }
        guard let path = bodyPath(chain.links[...]), !path.isEmpty else { return false }
        return add(.body(path: path), Self.yaml(value))
    }

    private mutating func add(_ subject: ForeignExpectation.Subject, _ yaml: String) -> Bool {
        expectations.append(ForeignExpectation(subject: subject, yaml: yaml))
        return true
    }

    /// The operators after `to`, as YAML.
    private static func operators(_ words: [CallChain.Link]) -> String? {
        var words = words
        let isNegated = words.first == .name("not")
        if isNegated { words.removeFirst() }
        var arguments: [String] = []
        if case .call(let given)? = words.last {
            arguments = given
            words.removeLast()
        }
        let name = words.compactMap { if case .name(let name) = $0 { name } else { nil } }.joined(separator: " ")
        let literal = arguments.first.flatMap(literal)
        let value = literal.map(yaml)
        switch (name, value) {
        case ("eql", let value?), ("equal", let value?), ("equals", let value?), ("be eql", let value?),
            ("be equal", let value?),
            ("deep equal", let value?):
            if isNegated { return "{ not_equals: \(value) }" }
            // Without `equals`, a mapping would be read as operators.
            if case .object? = literal { return "{ equals: \(value) }" }
            return value
        case ("include", let value?), ("contain", let value?), ("contains", let value?):
            if case .object? = literal { return nil }
            return "{ \(isNegated ? "not_contains" : "contains"): \(value) }"
        // In Postman, null does not exist.
        case ("exist", _): return isNegated ? nil : "{ exists: true, is_null: false }"
        case ("be null", _): return "{ is_null: \(!isNegated) }"
        case ("be empty", _): return "{ is_empty: \(!isNegated) }"
        default: break
        }
        if name == "match", let pattern = arguments.first, pattern.hasPrefix("/"), let end = pattern.lastIndex(of: "/"),
            end > pattern.startIndex, ["", "i"].contains(pattern[pattern.index(after: end)...])
        {
            let flags = pattern[pattern.index(after: end)...] == "i" ? "(?i)" : ""
            let text = flags + pattern[pattern.index(after: pattern.startIndex)..<end].replacing("\\/", with: "/")
            let matches = "matches: '\(text.replacing("'", with: "''"))'"
            return isNegated ? "{ not: { \(matches) } }" : "{ \(matches) }"
        }
        guard !isNegated else { return nil }
        switch (name, literal) {
        case ("be true", _): return "true"
        case ("be false", _): return "false"
        case ("be above", .number(let number)?), ("be greaterThan", .number(let number)?):
            return "{ gt: \(number.text) }"
        case ("be below", .number(let number)?), ("be lessThan", .number(let number)?): return "{ lt: \(number.text) }"
        case ("be at least", .number(let number)?): return "{ gte: \(number.text) }"
        case ("be at most", .number(let number)?): return "{ lte: \(number.text) }"
        case ("be oneOf", .array(let elements)?) where !elements.isEmpty: return "{ one_of: \(yaml(.array(elements))) }"
        case ("have lengthOf", .number(let number)?), ("have length", .number(let number)?):
            return Int(number.text).map { $0 >= 0 } ?? false ? "{ length: \(number.text) }" : nil
        case ("be a", .string(let type)?), ("be an", .string(let type)?):
            return ["string", "number", "boolean", "array", "object", "null"].contains(type) ? "{ type: \(type) }" : nil
        default: return nil
        }
    }

    /// The property in `to.have.property('tid')` and its expected value.
    private static func property(_ words: [CallChain.Link]) -> (name: String, yaml: String)? {
        guard words.count == 3, words[0] == .name("have"), words[1] == .name("property"),
            case .call(let arguments) = words[2],
            case .string(let name)? = arguments.first.flatMap(literal), variableName(name) == name
        else { return nil }
        if arguments.count == 1 { return (name, "{ exists: true }") }
        guard let value = literal(arguments[1]) else { return nil }
        if case .object = value { return (name, "{ equals: \(yaml(value)) }") }
        return (name, yaml(value))
    }

    /// A JavaScript literal, or a Postman variable as `{{name}}`; nil for anything else.
    private static func literal(_ text: String) -> JSONValue? {
        if let links = CallChain(text)?.links, links.count == 4, links[0] == .name("pm"),
            case .name(let store) = links[1],
            stores.contains(store), links[2] == .name("get"), case .call(let names) = links[3],
            case .string(let name)? = names.first.flatMap(literal)
        {
            return .string("{{\(name)}}")
        }
        var json = ""
        var quote: Character?
        var rest = Substring(text)
        while let character = rest.popFirst() {
            switch (character, quote) {
            case ("\\", _?):
                guard let next = rest.popFirst() else { return nil }
                json += next == "'" ? "'" : "\\\(next)"
            case ("\"", "'"): json += "\\\""
            case ("'", "'"), ("\"", "\""):
                json += "\""
                quote = nil
            case ("'", nil), ("\"", nil):
                json += "\""
                quote = character
            default: json.append(character)
            }
        }
        return try? parseJSON(Array(json.utf8))
    }

    /// A value on one line.
    private static func yaml(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): yamlText(text)
        case .array(let elements): "[\(elements.map(yaml).joined(separator: ", "))]"
        case .object(let object):
            "{ \(object.members.map { "\(yamlText($0.name)): \(yaml($0.value))" }.joined(separator: ", ")) }"
        default: value.serialized
        }
    }
}
