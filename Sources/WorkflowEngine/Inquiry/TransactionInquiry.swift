import Contract
import Expressions
import HTTP
import JSON
import WorkflowModel

/// Asks the API what came of a request, by its `client_ref_id`. It only reads.
package struct TransactionInquiry: Sendable {
    private let environment: TargetEnvironment
    private let transport: any HTTPTransport
    private let services: RunServices

    package init(_ environment: TargetEnvironment, over transport: any HTTPTransport, services: RunServices) {
        self.environment = environment
        self.transport = transport
        self.services = services
    }

    /// What the API says of a request.
    package enum Finding: Sendable, Equatable {
        /// It has a transaction with the reference, whose `tx_status` is `state`.
        case found(state: Int)
        /// It knows no transaction with the reference. It may keep none of calls that move no money.
        case notFound
        /// It cannot be asked, or its answer says nothing. The reason is for people.
        case unanswered(String)
    }

    /// Asks the API once, and reads only.
    package func finding(of reference: String) async -> Finding {
        let path = Self.path + "client_ref_id:" + reference.percentEncodedForQuery
        let url = "\(environment.baseURL)\(path)?initiator_id=\(environment.initiatorID.percentEncodedForQuery)"
        let headers =
            RequestSigner(environment.credentials).headers(at: services.now)
            + [HTTPHeader("content-type", "application/json")]
        let request = HTTPRequest(method: "GET", url: url, headers: headers, body: nil, tls: environment.tls)
        do throws(TransportError) {
            let response = try await transport.send(request, deadline: environment.timeout).response
            return Self.finding(of: reference, http: response.status, body: try? parseJSON(response.body))
        } catch {
            return .unanswered(error.message)
        }
    }

    private static func finding(of reference: String, http: Int, body: JSONValue?) -> Finding {
        guard http == 200 else { return .unanswered("the API answered HTTP \(http)") }
        guard let body, case .object(let envelope) = body else {
            return .unanswered("the answer is not a JSON object")
        }
        if let member = DuplicateMember.all(in: body).first(where: decidesFinding) {
            return .unanswered(member.problem)
        }
        let codes = EnvelopeCodes(envelope)
        guard let status = codes.status else { return .unanswered("the answer has no status") }
        if status == APIStatus.success {
            guard case .object(let data)? = envelope["data"] else { return .unanswered("the answer has no data") }
            if let other = data["client_ref_id"], other != .string(reference), other != .null {
                return .unanswered("the answer is about another reference")
            }
            guard let state = codes.transactionStatus, TransactionStatus.meanings.indices.contains(state) else {
                return .unanswered("the answer has no tx_status that is documented")
            }
            return .found(state: state)
        }
        let isNotFound = transaction.answers.contains { (answer: DocumentedAnswer) in
            answer.status == .exactly(status) && answer.statusID != nil && answer.statusID == codes.statusID
        }
        if isNotFound { return .notFound }
        // Its message is a server's own words, which could repeat a key.
        return .unanswered("the API refused with status \(status)")
    }

    private static func decidesFinding(_ member: DuplicateMember) -> Bool {
        member.decidesOutcome
            || member.concerns(.members(MemberPath(segments: [.member("data"), .member("client_ref_id")])))
            || member.concerns(.members(MemberPath(segments: [.member("data"), .member("tx_status")])))
    }

    private static let transaction = Operation.transaction
    /// The path up to the reference.
    private static let path = String(transaction.path.prefix { $0 != "{" })
}
