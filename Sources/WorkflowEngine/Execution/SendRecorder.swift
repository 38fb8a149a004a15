import Times

/// Keeps a record of sends that survives the process. It is called on the sending thread, before anything is sent.
package protocol SendRecorder: Sendable {
    /// Records the start of a run or a workflow. The record of the first send needs it.
    func willStart(_ event: RunEvent)

    /// Records that a step is about to text somebody. `workflow` is an index into the plan. If it throws, nothing is sent.
    func willSend(workflow: Int, step: String, to recipients: [String], at time: Timestamp) throws(SendRecordError)
}

/// Why a send could not be recorded, for people: `no space left on device`.
package struct SendRecordError: Error {
    package let reason: String

    package init(reason: String) {
        self.reason = reason
    }
}
