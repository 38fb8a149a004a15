import Contract
import JSON

/// Calls by the name of a documented operation.
extension WorkflowComposer {
    /// The lines of a call by name. Nil if the call would not send the same request: if a parameter is not documented, is missing, or
    /// is in another place.
    mutating func named(
        _ placed: PlacedRequest, _ path: String, _ request: inout ForeignRequest
    ) -> [String]? {
        guard let operation = placed.operation, operation.encoding == .json, request.contentTypeToState == nil,
            let inPath = parameters(of: operation, in: path, &request)
        else { return nil }
        var inBody: [JSONObject.Member] = []
        switch request.body {
        case .none: break
        case .json(.object(let object)) where object.duplicateNames.isEmpty: inBody = object.members
        case .json, .urlencoded, .form, .text: return nil
        }
        let inQuery = request.query.map { (name: $0.name, value: JSONValue.string($0.value)) }
        guard inQuery.allSatisfy({ operation.parameter($0.name)?.place == .query }),
            inBody.allSatisfy({ operation.parameter($0.name)?.place == .body })
        else { return nil }
        let given = inQuery + inBody
        let names = Set(given.map(\.name)).union(inPath.map(\.name))
        let hasAll = operation.parameters.allSatisfy {
            !$0.isRequired || names.contains($0.name) || ["initiator_id", "client_ref_id"].contains($0.name)
        }
        guard hasAll, names.count == given.count + inPath.count else { return nil }
        var lines = inPath.map { "    \($0.name): \($0.yaml)" }
        for (name, value) in given {
            // The environment has the caller's number.
            if name == "initiator_id", isInitiator(value.parameterText) { continue }
            lines.append("    \(name): \(self.value(value, named: name, &request))")
        }
        return ["  operation: \(operation.name)"] + (lines.isEmpty ? [] : ["  with:"] + lines)
    }

    private mutating func value(_ value: JSONValue, named name: String, _ request: inout ForeignRequest) -> String {
        if case .string(let text) = value, text.unquotedPlaceholder == nil {
            return values.scalar(text, named: name, &request)
        }
        return values.json(value, named: name, &request)
    }

    /// The parameters in a path; nil if it is not the operation's path, or if a value is more than a name or a placeholder.
    private mutating func parameters(
        of operation: Operation, in path: String, _ request: inout ForeignRequest
    ) -> [(name: String, yaml: String)]? {
        let template = operation.path.split(separator: "/", omittingEmptySubsequences: false)
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        guard template.count == segments.count else { return nil }
        var found: [(name: String, yaml: String)] = []
        for (expected, segment) in zip(template, segments) {
            guard expected.first == "{" else {
                guard expected == segment else { return nil }
                continue
            }
            let value = String(values.path("/\(segment)", &request).dropFirst())
            let isName = !value.isEmpty && value.utf8.allSatisfy { $0.isNameByte && $0 != UInt8(ascii: "$") }
            guard isName || value.isOneExpression else { return nil }
            found.append((String(expected.dropFirst().dropLast()), isName ? yamlText(value) : value))
        }
        return found
    }
}
