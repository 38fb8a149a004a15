import JSON

/// Something of an endpoint's documentation that the answers to a suite can show.
package struct CoverageItem: Sendable, Hashable {
    package enum Kind: String, CaseIterable, Sendable {
        /// A documented answer of the endpoint itself.
        case answer
        /// A documented `status` of a refusal.
        case status
        /// A documented HTTP status.
        case http
        /// A parameter whose value the API called invalid.
        case parameter
    }

    package let kind: Kind
    /// Unique within its endpoint and kind. Example: `347`.
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

extension DocumentedEndpoint {
    /// Everything that a suite can meet at this endpoint.
    package var coverageItems: [CoverageItem] {
        ownAnswers.map { CoverageItem(.answer, $0.name) }
            + APIStatus.refusals.map { CoverageItem(.status, String($0.code), $0.message) }
            + [CoverageItem(.http, "200")]
            + APIHTTPStatus.errors.map { CoverageItem(.http, String($0.code), $0.meaning) }
            + parameters.map { CoverageItem(.parameter, $0) }
    }

    /// What an answer shows. `body` is nil if the body is not JSON.
    package func covered(http: Int, body: JSONValue?) -> [CoverageItem] {
        var items = [CoverageItem(.http, String(http))]
        guard http == 200, case .object(let envelope)? = body, case .number(let number)? = envelope["status"],
            let status = number.int
        else { return items }
        let type: Int? = if case .number(let type)? = envelope["response_type_id"] { type.int } else { nil }
        let message: String? = if case .string(let text)? = envelope["message"] { text } else { nil }
        let answer = ownAnswers.first { answer in
            answer.status == .exactly(status) && type.map(answer.responseTypes.contains) ?? false
                && answer.message.map { message?.hasPrefix($0) ?? false } ?? true
        }
        if let answer { items.append(CoverageItem(.answer, answer.name)) }
        if status != APIStatus.success { items.append(CoverageItem(.status, String(status))) }
        if case .object(let problems)? = envelope["invalid_params"] ?? envelope["invalid_parameters"] {
            items += problems.members.map { CoverageItem(.parameter, $0.name) }
        }
        return items
    }

    /// The answers that no other endpoint gives.
    private var ownAnswers: [DocumentedAnswer] {
        answers.filter { answer in
            if case .exactly? = answer.status { answer.http == 200 } else { false }
        }
    }
}
