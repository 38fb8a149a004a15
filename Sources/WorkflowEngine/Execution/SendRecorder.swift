import Times

/// Keeps a record of sends that outlives the process. It is told on the thread that sends, before anything is sent.
package protocol SendRecorder: Sendable {
    /// Records that a run or a workflow starts: an event of theirs that the record of a send needs before it.
    func willStart(_ event: RunEvent)

    /// Records that a step of a workflow of the plan is about to text somebody. Where it throws, nothing is sent.
    func willSend(workflow: Int, step: String, to recipients: [String], at time: Timestamp) throws(SendRecordError)
}

/// Why a send could not be recorded, for people: `no space left on device`.
package struct SendRecordError: Error {
    package let reason: String

    package init(reason: String) {
        self.reason = reason
    }
}
