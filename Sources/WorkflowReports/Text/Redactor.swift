import Secrets

/// Removes secrets from strings, and hides mobile numbers. A string must be redacted before it is cut or split.
package struct Redactor: Sendable {
    static let mask = "•••"

    private let ofRun: SecretForms
    /// The secrets of a workflow, as far as they are known.
    var ofSuite: SecretForms?
    var ofStep: SecretForms?
    let masksNumbers: Bool

    package init(_ secrets: [Secret], masksNumbers: Bool = true) {
        ofRun = SecretForms(secrets)
        self.masksNumbers = masksNumbers
    }

    /// Replaces secrets, also encoded ones, and hides mobile numbers if the redactor masks them.
    package func redact(_ text: String) -> String {
        let text = replacingSecrets(in: text) { _ in Redactor.mask }
        return masksNumbers ? NumberMask.mask(text) : text
    }

    /// Replaces each secret, in any of its forms.
    func replacingSecrets(in text: String, with replacement: (_ form: String) -> String) -> String {
        var text = text
        if let ofStep { text = ofStep.replacing(in: text, with: replacement) }
        if let ofSuite { text = ofSuite.replacing(in: text, with: replacement) }
        return ofRun.replacing(in: text, with: replacement)
    }

    /// A fast check. False for most strings.
    func mayHoldSecret(_ text: String) -> Bool {
        ofRun.mayBe(in: text) || ofSuite?.mayBe(in: text) == true || ofStep?.mayBe(in: text) == true
    }
}
