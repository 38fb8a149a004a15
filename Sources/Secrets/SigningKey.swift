import Cryptography

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The keys of a caller, ready to sign.
///
/// The API's signature is base64(HMAC-SHA256(timestamp, key)). The timestamp is in epoch milliseconds as decimal text, and the
/// key is the text base64(access_key), not decoded back. The body is not part of the signature.
/// Source: https://eps.eko.in/docs/mobile-otp-send, Headers.
package struct SigningKey: Sendable {
    private let developerKey: Secret
    private let hmac: HMACSHA256

    package init(_ credentials: Credentials) {
        developerKey = credentials.developerKey
        hmac = HMACSHA256(key: Data(credentials.accessKey.text.utf8).base64EncodedData())
    }

    /// What a request carries to show who sends it: the developer key, and the signature of a timestamp.
    package func values(signing timestamp: String) -> (developerKey: String, signature: String) {
        (developerKey.text, Data(hmac.code(for: timestamp.utf8)).base64EncodedString())
    }
}
