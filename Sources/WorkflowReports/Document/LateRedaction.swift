import JSON
import Secrets
import WorkflowEngine

/// Hides, in steps that are already composed, the secrets that their workflow learnt after them: an OTP in the answer to its send is
/// known only when a later step verifies it.
///
/// What the program or the workflow's file says is not searched: a time, or the name of a step, may have the digits of an OTP.
package struct LateRedaction: Sendable {
    let redactor: Redactor
    let surrogates: Surrogates
    /// How many steps were composed too early.
    let stepCount: Int

    func apply(to suite: inout ReportSuite) {
        for index in suite.testcases.indices.prefix(stepCount) {
            let json = suite.testcases[index].json
            guard redactor.replacingSecretsOfSuite(in: json, with: { _ in Redactor.mask }) != json else { continue }
            suite.testcases[index].replaceTexts {
                redactor.replacingSecretsOfSuite(in: $0) { _ in Redactor.mask }
            }
            suite.testcases[index].exchange = suite.testcases[index].exchange.flatMap(hidden)
        }
    }

    /// In a recording, a surrogate keeps the form, so that the response can be judged again.
    private func hidden(_ exchange: String) -> String? {
        guard case .object(let object)? = try? parseJSON(Array(exchange.utf8)) else { return nil }
        var recorded = RecordedExchange(object)
        var pass = Pass(redactor: redactor, surrogates: surrogates, known: recorded.hiddenTexts)
        recorded.body.replaceTexts { pass.hide($0) }
        // As in `ExchangeRecorder`: what is hidden in the body could be found by trying.
        if !pass.found.isEmpty, recorded.body.isWhole {
            recorded.digest = recorded.digest.map { BodyDigest(size: $0.size, sha256: nil) }
        }
        recorded.replaceTextsBesideBody { pass.hide($0) }
        guard !pass.found.isEmpty else { return exchange }
        recorded.hiddenSecrets = Set(recorded.hiddenSecrets.map { pass.hide($0) }).union(pass.found).sorted()
        return recorded.json
    }

    /// The texts of one exchange.
    private struct Pass {
        let redactor: Redactor
        let surrogates: Surrogates
        /// The surrogates that it had: they are made up, or, as the header of a token, tell nothing.
        let known: SecretSearches
        /// The surrogates that it got.
        var found: Set<String> = []

        mutating func hide(_ text: String) -> String {
            redactor.replacingSecretsOfSuite(in: text, besides: known) { part in
                let surrogate = surrogates.secret(part)
                found.insert(surrogate)
                return surrogate
            }
        }
    }
}

extension RecordedExchange {
    /// A search for all that stands for secrets and numbers.
    fileprivate var hiddenTexts: SecretSearches {
        SecretSearches([SecretSearch((hiddenSecrets + hiddenNumbers).map { Secret($0, isSecretInParts: false) })])
    }
}
