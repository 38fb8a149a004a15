import Synchronization

/// The signers of a run: each key is processed once, for all cases of all workflows.
final class SignerCache: Sendable {
    private let signers = Mutex<[String: RequestSigner]>([:])

    func signer(of credentials: Credentials) -> RequestSigner {
        let key = credentials.developerKey.reveal() + "\n" + credentials.accessKey.reveal()
        return signers.withLock { signers in
            if let known = signers[key] { return known }
            let signer = RequestSigner(credentials)
            signers[key] = signer
            return signer
        }
    }
}
