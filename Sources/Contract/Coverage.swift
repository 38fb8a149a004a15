import JSON

/// Something of an operation's documentation that the answers to a suite can show.
package struct CoverageItem: Sendable, Hashable {
    package enum Kind: String, CaseIterable, Sendable {
        /// A documented answer of the operation itself.
        case answer
        /// A documented `status` of a refusal.
        case status
        /// A documented HTTP status.
        case http
        /// A parameter whose value the API called invalid.
        case parameter
    }

    package let kind: Kind
    /// Unique within its operation and kind. Example: `347`.
    package let name: String
    /// For people; empty if the name says it all.
    package let meaning: String

    init(_ kind: Kind, _ name: String, _ meaning: String = "") {
        self.kind = kind
        self.name = name
        self.meaning = meaning
    }

    package static func == (left: CoverageItem, right: CoverageItem) -> Bool {
        left.kind == right.kind && left.name == right.name
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(name)
    }
}

extension Operation {
    /// Everything that a suite can meet at this operation.
    package var coverageItems: [CoverageItem] {
        var items = coveredAnswers.map { CoverageItem(.answer, $0.name) }
        items += APIStatus.refusals.map { CoverageItem(.status, String($0.code), $0.message) }
        items.append(CoverageItem(.http, "200"))
        items += APIHTTPStatus.errors.map { CoverageItem(.http, String($0.code), $0.meaning) }
        items += parameters.map { CoverageItem(.parameter, $0.name) }
        return items
    }

    /// What an answer shows. `body` is nil if the body is not JSON.
    package func covered(http: Int, body: JSONValue?) -> [CoverageItem] {
        var items = [CoverageItem(.http, String(http))]
        if http == 200, case .array? = body, let answer = coveredAnswers.first(where: { $0.status == nil }) {
            items.append(CoverageItem(.answer, answer.name))
        }
        guard http == 200, case .object(let envelope)? = body else { return items }
        let codes = EnvelopeCodes(envelope)
        guard let status = codes.status else { return items }
        let message: String? = if case .string(let text)? = envelope["message"] { text } else { nil }
        let answer = coveredAnswers.first { answer in
            answer.matches(codes) && answer.message.map { message?.hasPrefix($0) ?? false } ?? true
        }
        if let answer { items.append(CoverageItem(.answer, answer.name)) }
        if status != APIStatus.success { items.append(CoverageItem(.status, String(status))) }
        if case .object(let problems)? = envelope["invalid_params"] ?? envelope["invalid_parameters"] {
            items += problems.members.map { CoverageItem(.parameter, $0.name) }
        }
        return items
    }

    /// The answers with HTTP 200 that no other operation gives.
    private var coveredAnswers: [DocumentedAnswer] {
        ownAnswers.filter { $0.http == 200 }
    }
}
