import JSON
import WorkflowModel

extension WorkflowComposer {
    /// The lines of `expect`, and nothing if there are none.
    mutating func expectation(_ request: inout ForeignRequest, isDocumented: Bool) -> [String] {
        var lines: [String] = []
        var headers: [String] = []
        var body: [String] = []
        for (subject, yamls) in joined(request.expectations) {
            let kept = yamls.filter { yaml in
                let isSecret = subject.isSecret && yaml.hasValue || yaml.looksSecret || yaml.holdsKey()
                if isSecret {
                    request.remark("the expectation of \(subject.name) has a value that may be secret, and is left out")
                }
                return !isSecret
            }.map { values.withExpressions(inYAML: $0, &request) }
            guard let first = kept.first else { continue }
            let yaml = kept.count == 1 ? first : "{ all_of: [\(kept.joined(separator: ", "))] }"
            switch subject {
            case .http: lines.append("  http: \(yaml)")
            case .within: lines.append("  within: \(kept.shortestTime ?? first)")
            case .header(let name): headers.append("    \(yamlText(name)): \(yaml)")
            case .body(let path): body.append("    \(yamlText(path)): \(yaml)")
            }
        }
        if !headers.isEmpty { lines += ["  headers:"] + headers }
        if !body.isEmpty { lines += ["  body:"] + body }
        // Of a documented request, the body's status is expected without a word.
        if body.isEmpty, !lines.isEmpty, !isDocumented {
            request.remark(
                "nothing of the body is expected, and the API refuses with HTTP 200 too: add body: { status: 0 }")
        }
        return lines.isEmpty ? [] : ["expect:"] + lines
    }

    /// The different expectations of each subject, in the order of the first of each.
    private func joined(
        _ expectations: [ForeignExpectation]
    ) -> [(subject: ForeignExpectation.Subject, yamls: [String])] {
        var result: [(subject: ForeignExpectation.Subject, yamls: [String])] = []
        for item in expectations {
            guard let index = result.firstIndex(where: { $0.subject == item.subject }) else {
                result.append((item.subject, [item.yaml]))
                continue
            }
            if !result[index].yamls.contains(item.yaml) { result[index].yamls.append(item.yaml) }
        }
        return result
    }

    /// The lines of `capture`, and nothing if there are none.
    mutating func capture(_ request: inout ForeignRequest, id: String) -> [String] {
        var lines: [String] = []
        var keys: Set<String> = []
        for capture in request.captures {
            let key = variableName(capture.name)
            guard keys.insert(key).inserted else {
                request.remark(
                    "of several values that it keeps as \(capture.name.nameForRemark), the first is kept")
                continue
            }
            lines.append("  \(key): \(yamlText(capture.path))")
            values.capture(capture.name, as: "${{ steps.\(id).\(key) }}")
        }
        return lines.isEmpty ? [] : ["capture:"] + lines
    }
}

extension String {
    /// Whether an expectation contains a value, and does not only check existence, type or length.
    fileprivate var hasValue: Bool {
        !["{ exists:", "{ type:", "{ is_null:", "{ is_empty:", "{ length:", "\"{{"].contains { hasPrefix($0) }
    }
}

extension [String] {
    /// The shortest of times such as `3000ms`.
    fileprivate var shortestTime: String? {
        self.min { (Int($0.dropLast(2)) ?? .max) < (Int($1.dropLast(2)) ?? .max) }
    }
}

extension ForeignExpectation.Subject {
    fileprivate var isSecret: Bool {
        switch self {
        case .http, .within: false
        case .header(let name): name.namesSecretByWords
        case .body(let path): path.namesSecretByWords
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
