import Synchronization
import WorkflowEngine

/// Takes out what the steps of a workflow must not show. What one step has used, later ones may show too: so that a workflow
/// learns its secrets once, however many steps it has.
final class SuiteRedactors: Sendable {
    private let ofRun: Redactor
    private let masksNumbers: Bool
    private let ofSuites = Mutex<[Int: Redactor]>([:])

    /// `ofRun` knows the secrets of the whole run.
    init(ofRun: Redactor, masksNumbers: Bool) {
        self.ofRun = ofRun
        self.masksNumbers = masksNumbers
    }

    /// For the texts of a step.
    func redactor(for result: StepResult, of workflow: Int) -> StepRedactor {
        let ofSuite = ofSuites.withLock { suites in
            suites[workflow, default: Redactor([])].add(result.secrets)
            return suites[workflow]
        }
        // A signature is sought in full only where its start, in some form, is in what came back.
        let ofStep = result.mayShowOwnSecrets ? Redactor(result.ownSecrets) : nil
        return StepRedactor(redactors: [ofStep, ofSuite, ofRun].compactMap(\.self), masksNumbers: masksNumbers)
    }

    /// Forgets a workflow that is over.
    func forget(_ workflow: Int) { ofSuites.withLock { $0[workflow] = nil } }
}

/// Takes out what a step has used, and those of its workflow before it, and the run.
struct StepRedactor: Sendable {
    private let redactors: [Redactor]
    private let masksNumbers: Bool

    fileprivate init(redactors: [Redactor], masksNumbers: Bool) {
        self.redactors = redactors
        self.masksNumbers = masksNumbers
    }

    func redact(_ text: String) -> String {
        let text = replacingSecrets(in: text) { _ in Redactor.mask }
        return masksNumbers ? NumberMask.mask(text) : text
    }

    /// The text with something in the place of each secret, in whatever form it is there.
    func replacingSecrets(in text: String, with replacement: (_ form: String) -> String) -> String {
        redactors.reduce(text) { $1.replacingSecrets(in: $0, with: replacement) }
    }
}

extension StepResult {
    fileprivate var mayShowOwnSecrets: Bool {
        guard !ownSecrets.isEmpty, let response = exchange?.response else { return !ownSecrets.isEmpty }
        let starts = ownSecrets.reduce(into: Set<UInt32>()) { $0.formUnion(SecretForms.starts(of: $1.reveal())) }
        return response.body.hasAny(of: starts)
            || response.headers.contains { Array($0.value.utf8).hasAny(of: starts) }
    }
}

extension [UInt8] {
    /// True where four bytes in a row are one of these.
    fileprivate func hasAny(of starts: Set<UInt32>) -> Bool {
        guard count >= 4 else { return false }
        let wanted = [UInt32](starts)
        return withUnsafeBufferPointer { bytes in
            var window = UInt32(bytes[0]) << 8 | UInt32(bytes[1]) << 16 | UInt32(bytes[2]) << 24
            for index in 3..<bytes.count {
                window = window >> 8 | UInt32(bytes[index]) << 24
                for start in wanted where start == window { return true }
            }
            return false
        }
    }
}
