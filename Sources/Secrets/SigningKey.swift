import Crypto
import FoundationEssentials

/// The keys of a caller, ready to sign.
///
/// The API's signature is base64(HMAC-SHA256(timestamp, key)). The timestamp is in epoch milliseconds as decimal text, and the
/// key is the text base64(access_key), not decoded back. The body is not part of the signature.
/// Source: https://eps.eko.in/docs/mobile-otp-send, Headers.
package struct SigningKey: Sendable {
    private let developerKey: Secret
    /// The HMAC with its key taken in, to be copied for each message.
    private let keyed: HMAC<SHA256>

    package init(_ credentials: Credentials) {
        developerKey = credentials.developerKey
        keyed = HMAC(key: SymmetricKey(data: Data(credentials.accessKey.text.utf8).base64EncodedData()))
    }

    /// What a request carries to show who sends it: the developer key, and the signature of a timestamp.
    package func values(signing timestamp: String) -> (developerKey: String, signature: String) {
        var hmac = keyed
        hmac.update(data: Array(timestamp.utf8))
        return (developerKey.text, hmac.finalize().withUnsafeBytes { Data($0) }.base64EncodedString())
    }
}
