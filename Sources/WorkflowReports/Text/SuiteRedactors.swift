import Secrets
import Synchronization
import WorkflowEngine

/// Removes the secrets of a workflow's steps. A later step may show a secret of an earlier step, so secrets are
/// collected per workflow, without duplicates.
final class SuiteRedactors: Sendable {
    private let ofRun: Redactor
    private let masksNumbers: Bool
    private let ofSuites = Mutex<[Int: Redactor]>([:])

    /// `ofRun` knows the secrets of the whole run.
    init(ofRun: Redactor, masksNumbers: Bool) {
        self.ofRun = ofRun
        self.masksNumbers = masksNumbers
    }

    /// A redactor for a workflow that has these secrets.
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

    /// A redactor for a step.
    func redactor(for result: StepResult, of workflow: Int) -> StepRedactor {
        let ofSuite = ofSuite(workflow, learning: result.secrets)
        // A full search for signatures is slow, so first the response is checked for the starts of their forms.
        let ofStep = result.mayShowOwnSecrets ? Redactor(result.ownSecrets) : nil
        return StepRedactor(ofStep: ofStep, ofSuite: ofSuite, ofRun: ofRun, masksNumbers: masksNumbers)
    }

    /// Forgets a finished workflow.
    func forget(_ workflow: Int) { ofSuites.withLock { $0[workflow] = nil } }
}

/// Removes the secrets of a step, of its workflow so far, and of the run.
struct StepRedactor: Sendable {
    fileprivate let ofStep: Redactor?
    fileprivate let ofSuite: Redactor?
    fileprivate let ofRun: Redactor
    fileprivate let masksNumbers: Bool

    func redact(_ text: String) -> String {
        let text = replacingSecrets(in: text) { _ in Redactor.mask }
        return masksNumbers ? NumberMask.mask(text) : text
    }

    /// Replaces each secret, in any of its forms.
    func replacingSecrets(in text: String, with replacement: (_ form: String) -> String) -> String {
        let text = ofStep?.replacingSecrets(in: text, with: replacement) ?? text
        return ofRun.replacingSecrets(
            in: ofSuite?.replacingSecrets(in: text, with: replacement) ?? text, with: replacement)
    }

    /// A fast check. False for most strings.
    func mayHoldSecret(_ text: String) -> Bool {
        ofRun.mayHoldSecret(text) || ofSuite?.mayHoldSecret(text) == true || ofStep?.mayHoldSecret(text) == true
    }
}

extension StepResult {
    fileprivate var mayShowOwnSecrets: Bool {
        guard !ownSecrets.isEmpty, let response = exchange?.response else { return !ownSecrets.isEmpty }
        // Only the last response is checked here. An escaped secret in it would be shown unescaped.
        if !earlierAttempts.isEmpty || response.body.contains(UInt8(ascii: "\\")) { return true }
        var starts = StartSet()
        for secret in ownSecrets { secret.forEachFormStart { starts.insert($0) } }
        return response.body.withUnsafeBufferPointer(starts.containsAny)
            || response.headers.contains { header in
                header.value.utf8.withContiguousStorageIfAvailable(starts.containsAny)
                    ?? Array(header.value.utf8).withUnsafeBufferPointer(starts.containsAny)
            }
    }
}

/// A set of four-byte starts, built for each step and therefore fast to build.
private struct StartSet {
    private var starts: [UInt32] = []
    /// One bit per hash of a start. This check alone skips most of the bytes.
    private var bits = [UInt64](repeating: 0, count: 64)

    init() { starts.reserveCapacity(64) }

    mutating func insert(_ start: UInt32) {
        starts.append(start)
        let bit = Self.bit(start)
        bits[bit >> 6] |= 1 << UInt64(bit & 63)
    }

    /// Whether any four consecutive bytes are in the set.
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
