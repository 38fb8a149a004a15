/// Where a run comes from, for people who read its report: what was typed, and which CI job did it.
package struct RunOrigin: Sendable {
    package var command: String?
    package var commit: String?
    package var job: String?
    /// The name of the run in its ledger: the name of its first start, or its key. Nil without a ledger.
    package var ledgerRun: String?
    /// The key that the run was given, if any.
    package var runKey: String?

    package init() {}
}
