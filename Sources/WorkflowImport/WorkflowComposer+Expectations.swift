import JSON
import WorkflowModel

extension WorkflowComposer {
    /// The lines of `expect`, and nothing if there are none.
    mutating func expectation(_ request: inout ForeignRequest) -> [String] {
        var lines: [String] = []
        var seen: [ForeignExpectation.Subject] = []
        var headers: [String] = []
        var body: [String] = []
        for item in request.expectations {
            if seen.contains(item.subject) {
                request.remarks.append(
                    "of two expectations of \(item.subject.name), the second is left out: join them by hand")
                continue
            }
            if item.subject.isSecret && item.hasValue || item.yaml.looksSecret {
                request.remarks.append(
                    "the expectation of \(item.subject.name) has a value that may be secret, and is left out")
                continue
            }
            seen.append(item.subject)
            let yaml = values.withExpressions(item.yaml, &request)
            switch item.subject {
            case .http: lines.append("  http: \(yaml)")
            case .within: lines.append("  within: \(yaml)")
            case .header(let name): headers.append("    \(yamlText(name)): \(yaml)")
            case .body(let path): body.append("    \(yamlText(path)): \(yaml)")
            }
        }
        if !headers.isEmpty { lines += ["  headers:"] + headers }
        if !body.isEmpty { lines += ["  body:"] + body }
        if body.isEmpty, !lines.isEmpty {
            request.remarks.append(
                "nothing of the body is expected, and the API refuses with HTTP 200 too: add body: { status: 0 }")
        }
        return lines.isEmpty ? [] : ["expect:"] + lines
    }

    /// The lines of `capture`, and nothing if there are none.
    mutating func capture(_ request: inout ForeignRequest, id: String) -> [String] {
        var lines: [String] = []
        var keys: Set<String> = []
        for capture in request.captures {
            let key = variableName(capture.name)
            guard keys.insert(key).inserted else {
                request.remarks.append(
                    "of several values that it keeps as \(capture.name.nameForRemark), the first is kept")
                continue
            }
            lines.append("  \(key): \(yamlText(capture.path))")
            values.capture(capture.name, as: "${{ steps.\(id).\(key) }}")
        }
        return lines.isEmpty ? [] : ["capture:"] + lines
    }
}

extension ForeignExpectation {
    /// Whether it contains a value, and does not only check existence, type or length.
    fileprivate var hasValue: Bool {
        !["{ exists:", "{ type:", "{ is_null:", "{ is_empty:", "{ length:", "\"{{"].contains { yaml.hasPrefix($0) }
    }
}

extension ForeignExpectation.Subject {
    fileprivate var isSecret: Bool {
        switch self {
        case .http, .within: false
        case .header(let name): name.namesSecret
        case .body(let path): path.namesSecret
        }
    }

    fileprivate var name: String {
        switch self {
        case .http: "http"
        case .within: "within"
        case .header(let name): "the header \(name.nameForRemark)"
        case .body(let path): "body.\(path)"
        }
    }
}
