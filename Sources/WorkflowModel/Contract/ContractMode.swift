/// What comes of an answer that differs from the documented ones.
package enum ContractMode: String, CaseIterable, Sendable {
    /// A failure of the step.
    case strict
    /// A warning in every report.
    case warn
    /// Nothing.
    case off
}
