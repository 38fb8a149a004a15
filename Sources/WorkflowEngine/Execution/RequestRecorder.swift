import Contract
import Secrets
import Times
import WorkflowModel

/// Keeps a record, which survives the process, of every request that does more than to read. It is called on the sending
/// thread, before anything is sent.
package protocol RequestRecorder: Sendable {
    /// Records the start of a run or a workflow. The record of the first request needs it.
    func willStart(_ event: RunEvent)

    /// Records that a step is about to make a request. `workflow` is an index into the plan. If it throws, nothing is sent.
    func willMake(_ request: RecordedRequest, step: String, workflow: Int) throws(RequestRecordError)
}

/// A request that is about to be made, and what it does.
package struct RecordedRequest: Sendable {
    package let effects: EffectKinds
    /// The numbers that it texts.
    package let recipients: [String]
    /// Nil if it moves nothing, or that is not known.
    package let amount: Rupees?
    package let trace: RequestTrace
    /// The secrets that its path or its reference may have. They must not reach the record.
    package let secrets: [Secret]

    package init(
        effects: EffectKinds, recipients: [String], amount: Rupees?, trace: RequestTrace, secrets: [Secret] = []
    ) {
        self.effects = effects
        self.recipients = recipients
        self.amount = amount
        self.trace = trace
        self.secrets = secrets
    }
}

/// What finds a request again at the API, also if no answer came.
package struct RequestTrace: Sendable {
    package let method: String
    /// Below the base URL, without the query.
    package let path: String
    /// Its `client_ref_id`; nil if it has none.
    package let reference: String?
    package let time: Timestamp

    package init(method: String, path: String, reference: String?, time: Timestamp) {
        self.method = method
        self.path = path
        self.reference = reference
        self.time = time
    }
}

/// Why a request could not be recorded, for people: `no space left on device`.
package struct RequestRecordError: Error {
    package let reason: String

    package init(reason: String) {
        self.reason = reason
    }
}
