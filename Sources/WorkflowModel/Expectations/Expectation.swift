import Source

/// One condition that a step's exchange must meet.
///
/// A class, because it is large, is passed on often, and never changes.
package final class Expectation: Sendable {
    /// The part of the exchange that it checks.
    package enum Subject: Sendable {
        /// The status code.
        case http
        /// The time of the whole exchange.
        case within
        /// A header by its name, in lower case.
        case header(String)
        case body(BodyPath)
        /// The whole body as text.
        case text
        case bytes(BytesPart)
        /// The whole answer, held against the documented answers of its endpoint.
        case contract

        /// As written in the workflow: `body.data.tid`.
        package var text: String {
            switch self {
            case .http: "http"
            case .within: "within"
            case .header(let name): "headers.\(name)"
            case .body(.members(let path)): path.text.isEmpty ? "body" : "body.\(path.text)"
            case .body(.query(let query)): "body \(query.text)"
            case .text: "text"
            case .bytes(let part): "bytes.\(part.rawValue)"
            case .contract: "contract"
            }
        }

        package var isHTTP: Bool {
            if case .http = self { true } else { false }
        }

        /// Whether it says if the API reports success: the envelope's codes, or the whole body.
        package var tellsOutcome: Bool {
            if case .body(let path) = self { path.tellsOutcome } else { false }
        }

        /// Whether it is about the body as text or as bytes, which need not be JSON.
        package var isOfBytes: Bool {
            switch self {
            case .text, .bytes: true
            case .http, .within, .header, .contract, .body: false
            }
        }

        package var isContract: Bool {
            if case .contract = self { true } else { false }
        }

        /// What is known before the run about its value, whatever the endpoint.
        package var known: KnownActual {
            switch self {
            case .http: .http
            case .header: .header
            case .body(let path): path.selectsSeveral ? .severalNodes : .anything
            case .text: .text
            case .bytes(.size): .length
            case .bytes(.sha256): .text
            case .within, .contract: .anything
            }
        }
    }

    package let subject: Subject
    package let matcher: any Matcher
    /// The value in the workflow that states it; for a default expectation, the step.
    package let range: SourceRange
    /// Where its subject is written.
    let subjectRange: SourceRange
    /// Whether it is expected by default, because the step says nothing else of the outcome.
    package let isDefault: Bool
    /// Whether it is judged only if the status code is one of success, because the step allows other codes too.
    package let isForSuccessOnly: Bool
    /// What is known before the run about the value that it judges.
    package let known: KnownActual
    /// Whether values that only a plan or a run knows decide whether it holds.
    package let hasExpressions: Bool
    /// Whether it holds only for a value that is not there: `exists: false`.
    package let needsAbsence: Bool

    /// `known` is what is known before the run about its value; what its subject alone tells where it is left out.
    init(
        _ subject: Subject, _ matcher: any Matcher, at range: SourceRange, of subjectRange: SourceRange? = nil,
        isDefault: Bool = false, isForSuccessOnly: Bool = false, known: KnownActual? = nil
    ) {
        self.isForSuccessOnly = isForSuccessOnly
        self.subjectRange = subjectRange ?? range
        self.subject = subject
        self.matcher = matcher
        self.range = range
        self.isDefault = isDefault
        self.known = known ?? subject.known
        hasExpressions = matcher.operands.contains { $0.literal == nil }
        needsAbsence = matcher.needsAbsence
    }

    /// The same expectation, of which more is known.
    func knowing(_ known: KnownActual) -> Expectation {
        Expectation(
            subject, matcher, at: range, of: subjectRange, isDefault: isDefault, isForSuccessOnly: isForSuccessOnly,
            known: known)
    }

    /// Whether judging it can take seconds, on some response: if it has a pattern or a query.
    package var canTakeLong: Bool {
        if case .body(.query) = subject { return true }
        return matcher.canTakeLong
    }

    /// Whether it says something of the outcome in the body: whether the API reports success. A schema says what form a
    /// body has, and a refusal can have it too.
    var tellsOutcome: Bool {
        subject.tellsOutcome && !(matcher is SchemaMatcher) && !(isOfTransaction && needsAbsence)
    }

    /// A refusal has no state of a transaction, so that nothing is said of the outcome if there should be none.
    private var isOfTransaction: Bool {
        if case .body(let path) = subject { path.names?.last == "tx_status" } else { false }
    }

    /// Whether it says that the API reports success, by the `status` of the body.
    var statesSuccess: Bool {
        guard case .body(let path) = subject, path.onlyName == "status", !hasExpressions else { return false }
        return matcher.onlyValue == 0
    }

    /// Whether it is about the status code, and holds for no code of success.
    package var excludesSuccess: Bool {
        guard subject.isHTTP, !hasExpressions else { return false }
        if case .number(let code)? = matcher.onlyValue { return code.int.map { !(200...299 ~= $0) } ?? false }
        return (200...299).allSatisfy { !matcher.holdsAsWritten(for: ActualValue(.integer($0))) }
    }
}
