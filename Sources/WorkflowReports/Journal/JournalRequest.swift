import Contract
import WorkflowEngine
import WorkflowModel

/// A request that does more than to read, as a journal has it from before it is made.
package struct JournalRequest: Sendable {
    /// The words for what it does, for example `moves_money`.
    package var kinds: [String] = []
    /// The numbers that it texts; empty if it texts nobody.
    package var recipients = ""
    package var amount: Rupees?
    package var request = ReportRequest()

    /// `composer` removes secrets.
    package init(_ request: RecordedRequest, of workflow: Int, _ composer: ReportComposer) {
        kinds = request.effects.words
        recipients = composer.clean(request.recipients.joined(separator: ", "))
        amount = request.amount
        self.request = composer.request(request, of: workflow)
    }

    package init() {}

    /// What it did when the run was cut off: `texted 90xxxxx768`.
    var text: String {
        let set = effect.set
        if set.contains(.movesMoney) { return "moved " + (amount?.text ?? "money") }
        if set.contains(.texts) { return "texted \(recipients.isEmpty ? "somebody" : recipients)" }
        return "made the request \(request.method) \(request.path)"
    }

    /// What it may have done.
    var effect: ReportEffect { ReportEffect(kinds: kinds, outcome: .unknown, amount: amount) }
}

extension JournalRequest: FieldCoded {
    static let fields: [Field<Self>] =
        [
            .strings("effects", \.kinds), .string("to", \.recipients), .rupees("amount", \.amount),
        ]
        + ReportRequest.fields.map { field in
            Field(
                name: field.name, isRequired: field.isRequired, schema: field.schema,
                write: { request, writer in
                    withUnsafePointer(to: request.pointee.request) { field.write($0, &writer) }
                }, read: { field.read(&$0.request, $1) })
        }
}
