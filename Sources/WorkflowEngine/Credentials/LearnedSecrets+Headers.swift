import HTTP
import Secrets

extension LearnedSecrets {
    /// Learns from the headers of a response.
    mutating func learn(from headers: [HTTPHeader]) {
        for header in headers {
            if SecretWords.areIn(header.name) {
                // `Bearer TOKEN`
                for part in header.value.split(separator: " ") { learn(value: part.utf8) }
            } else {
                learn(from: header.value)
            }
        }
    }
}
