import HTTP
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

    /// For the texts of a workflow that has these secrets.
    func redactor(learning secrets: [Secret], of workflow: Int) -> StepRedactor {
        StepRedactor(
            ofStep: nil, ofSuite: ofSuite(workflow, learning: secrets), ofRun: ofRun, masksNumbers: masksNumbers)
    }

    private func ofSuite(_ workflow: Int, learning secrets: [Secret]) -> Redactor? {
        ofSuites.withLock { suites in
            if !secrets.isEmpty { suites[workflow, default: Redactor([])].add(secrets) }
            return suites[workflow]
        }
    }

    /// For the texts of a step.
    func redactor(for result: StepResult, of workflow: Int) -> StepRedactor {
        let ofSuite = ofSuite(workflow, learning: result.secrets)
        // A signature is sought in full only where its start, in some form, is in what came back.
        let ofStep = result.mayShowOwnSecrets ? Redactor(result.ownSecrets) : nil
        return StepRedactor(ofStep: ofStep, ofSuite: ofSuite, ofRun: ofRun, masksNumbers: masksNumbers)
    }

    /// Forgets a workflow that is over.
    func forget(_ workflow: Int) { ofSuites.withLock { $0[workflow] = nil } }
}

/// Takes out what a step has used, and those of its workflow before it, and the run.
struct StepRedactor: Sendable {
    fileprivate let ofStep: Redactor?
    fileprivate let ofSuite: Redactor?
    fileprivate let ofRun: Redactor
    fileprivate let masksNumbers: Bool

    func redact(_ text: String) -> String {
        let text = replacingSecrets(in: text) { _ in Redactor.mask }
        return masksNumbers ? NumberMask.mask(text) : text
    }

    /// The text with something in the place of each secret, in whatever form it is there.
    func replacingSecrets(in text: String, with replacement: (_ form: String) -> String) -> String {
        let text = ofStep?.replacingSecrets(in: text, with: replacement) ?? text
        return ofRun.replacingSecrets(
            in: ofSuite?.replacingSecrets(in: text, with: replacement) ?? text, with: replacement)
    }

    /// False for most texts.
    func mayHoldSecret(_ text: String) -> Bool {
        ofRun.mayHoldSecret(text) || ofSuite?.mayHoldSecret(text) == true || ofStep?.mayHoldSecret(text) == true
    }
}

extension StepResult {
    fileprivate var mayShowOwnSecrets: Bool {
        guard !ownSecrets.isEmpty, let response = exchange?.response else { return !ownSecrets.isEmpty }
        // Only the last response is looked at here; and what is escaped in it is read, and shown, without its escapes.
        if !earlierAttempts.isEmpty || response.body.contains(UInt8(ascii: "\\")) { return true }
        var starts = StartSet()
        for secret in ownSecrets { SecretForms.forEachStart(of: secret.reveal()) { starts.insert($0) } }
        return response.body.withUnsafeBufferPointer(starts.containsAny)
            || response.headers.contains { header in
                header.value.utf8.withContiguousStorageIfAvailable(starts.containsAny)
                    ?? Array(header.value.utf8).withUnsafeBufferPointer(starts.containsAny)
            }
    }
}

/// The four bytes with which some texts start, made and asked for each step.
private struct StartSet {
    private var starts: [UInt32] = []
    /// A bit for each start: most places of a text are passed over by it alone.
    private var bits = [UInt64](repeating: 0, count: 64)

    init() { starts.reserveCapacity(64) }

    mutating func insert(_ start: UInt32) {
        starts.append(start)
        let bit = Self.bit(start)
        bits[bit >> 6] |= 1 << UInt64(bit & 63)
    }

    /// True where four bytes in a row are one of these.
    func containsAny(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count >= 4 else { return false }
        var window = UInt32(bytes[0]) << 8 | UInt32(bytes[1]) << 16 | UInt32(bytes[2]) << 24
        for index in 3..<bytes.count {
            window = window >> 8 | UInt32(bytes[index]) << 24
            let bit = Self.bit(window)
            if bits[bit >> 6] & 1 << UInt64(bit & 63) != 0, starts.contains(window) { return true }
        }
        return false
    }

    private static func bit(_ start: UInt32) -> Int { Int((start &* 0x9E37_79B1) >> 20) }
}
