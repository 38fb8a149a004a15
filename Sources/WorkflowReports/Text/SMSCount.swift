/// How many SMS a run sent, for people.
package struct SMSCount: Sendable {
    let sent: Int
    /// Of which nobody knows whether they were sent.
    let unknown: Int
    /// Those of the two that went to a sandbox.
    let onSandbox: Int

    /// Such as `2 SMS sent, 1 may have been sent (sandbox: nobody was texted)`.
    package func text(_ styler: TextStyler) -> String {
        var text = "\(sent) SMS sent"
        if unknown > 0 { text += ", " + styler.apply(.yellow, to: "\(unknown) may have been sent") }
        return onSandbox == 0 ? text : text + " (\(sandboxNote))"
    }

    private var sandboxNote: String {
        onSandbox == sent + unknown ? "sandbox: nobody was texted" : "\(onSandbox) of them on a sandbox"
    }
}
