import CLibrary
import Ledger
import SQLDatabase
import Source
import WorkflowEngine
import WorkflowModel

/// Checks whether runs in an environment can use its ledger. Makes no ledger.
struct LedgerCheck {
    private let environment: Environment
    private let resolver: CredentialResolver
    private let shell: Shell

    init(_ environment: Environment, _ resolver: CredentialResolver, _ shell: Shell) {
        self.environment = environment
        self.resolver = resolver
        self.shell = shell
    }

    /// Nil if the environment has no ledger.
    func finding() async -> Finding? {
        let subject = "ledger"
        let location: LedgerLocation
        do throws(Diagnostic) {
            guard let place = try await resolver.ledger(environment) else { return nil }
            location = LedgerLocation(place, in: .current, variable: shell.variable)
        } catch {
            return Finding(false, subject, error.message)
        }
        do throws(LedgerProblem) {
            guard let ledger = try OpenedLedger(location, for: .writing, in: shell) else {
                return whatPreventsIt(at: location).map { Finding(false, subject, $0) }
                    ?? Finding(true, subject, "\(location.text): none yet, the first run makes it")
            }
            return try finding(subject, of: ledger)
        } catch {
            return Finding(false, subject, error.message)
        }
    }

    private func finding(_ subject: String, of ledger: OpenedLedger) throws(LedgerProblem) -> Finding {
        let status: LedgerStatus
        do throws(SQLError) {
            status = try ledger.store.status()
        } catch {
            throw LedgerProblem(error, of: ledger.location)
        }
        if status.clockIsBehind != nil {
            return Finding(
                false, subject,
                "\(ledger.location.text): the clock is behind its latest entry, so nothing will be sent")
        }
        if let off = status.server?.unsafeSettings.first {
            return Finding(
                false, subject, "\(ledger.location.text): the server has '\(off)' off, and can forget what was sent")
        }
        return Finding(
            true, subject,
            "\(ledger.location.text), \(plural(status.runs, "run")), \(plural(status.requests, "request"))")
    }

    /// Why a run could not make the file; nil if it can, as far as that is known.
    private func whatPreventsIt(at location: LedgerLocation) -> String? {
        guard case .file(let path) = location else { return nil }
        var folder = Workspace.parent(of: path)
        while access(folder, F_OK) != 0, folder != "/", folder != "." { folder = Workspace.parent(of: folder) }
        return access(folder, W_OK | X_OK) == 0 ? nil : "\(path) cannot be made: the folder \(folder) cannot be written"
    }
}
