/// How many SMS a run sent.
package struct SMSCount: Sendable {
    let sent: Int
    /// SMS that may or may not have been sent.
    let unknown: Int
    /// How many of both went to a sandbox.
    let onSandbox: Int

    /// For example: `2 SMS sent, 1 may have been sent (sandbox: nobody was texted)`.
    package func text(_ styler: TextStyler) -> String {
        var text = "\(sent) SMS sent"
        if unknown > 0 { text += ", " + styler.apply(.yellow, to: "\(unknown) may have been sent") }
        return onSandbox == 0 ? text : text + " (\(sandboxNote))"
    }

    private var sandboxNote: String {
        onSandbox == sent + unknown ? "sandbox: nobody was texted" : "\(onSandbox) of them on a sandbox"
    }
}
