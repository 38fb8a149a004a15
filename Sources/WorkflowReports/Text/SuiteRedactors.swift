import Secrets
import Synchronization
import WorkflowEngine

/// Makes the redactors of workflows and steps. A later step may show a secret of an earlier step, so secrets are
/// collected per workflow, without duplicates.
final class SuiteRedactors: Sendable {
    private let ofRun: Redactor
    private let ofSuites = Mutex<[Int: SecretForms]>([:])

    /// `ofRun` knows the secrets of the whole run.
    init(ofRun: Redactor) {
        self.ofRun = ofRun
    }

    /// A redactor for a workflow that has these secrets.
    func redactor(learning secrets: [Secret], of workflow: Int) -> Redactor {
        var redactor = ofRun
        redactor.ofSuite = ofSuites.withLock { suites in
            if !secrets.isEmpty { suites[workflow, default: SecretForms()].add(secrets) }
            return suites[workflow]
        }
        return redactor
    }

    /// A redactor for a step.
    func redactor(for result: StepResult, of workflow: Int) -> Redactor {
        var redactor = redactor(learning: result.secrets, of: workflow)
        // A full search for signatures is slow, so first the response is checked for the starts of their forms.
        if result.mayShowOwnSecrets { redactor.ofStep = SecretForms(result.ownSecrets) }
        return redactor
    }

    /// Forgets a finished workflow.
    func forget(_ workflow: Int) { ofSuites.withLock { $0[workflow] = nil } }
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
