import Secrets
import Synchronization

/// The signers of a run: each key is processed once, for all cases of all workflows.
final class SignerCache: Sendable {
    private let signers = Mutex<[Credentials: RequestSigner]>([:])

    func signer(of credentials: Credentials) -> RequestSigner {
        signers.withLock { signers in
            if let known = signers[credentials] { return known }
            let signer = RequestSigner(credentials)
            signers[credentials] = signer
            return signer
        }
    }
}
