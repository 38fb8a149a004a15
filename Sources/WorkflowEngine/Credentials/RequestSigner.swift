import Crypto
import FoundationEssentials
import WorkflowModel

/// Makes the three headers by which the API knows a caller.
///
/// `secret-key` is base64(HMAC-SHA256(timestamp, key)), where the timestamp is in epoch milliseconds as decimal text
/// and the key is the text base64(access_key), not decoded back. The body is not part of the signature.
/// Source: https://eps.eko.in/docs/mobile-otp-send, Headers.
package struct RequestSigner: Sendable {
    private let developerKey: Secret
    /// The HMAC with its key taken in, to be copied for each message.
    private let keyed: HMAC<SHA256>

    package init(_ credentials: Credentials) {
        developerKey = credentials.developerKey
        let encodedKey = Data(credentials.accessKey.reveal().utf8).base64EncodedData()
        keyed = HMAC(key: SymmetricKey(data: encodedKey))
    }

    /// The headers of a request that is sent at `timestamp`.
    package func headers(at timestamp: Timestamp) -> [HTTPHeader] {
        let message = String(timestamp.milliseconds)
        var hmac = keyed
        hmac.update(data: Data(message.utf8))
        let code = hmac.finalize()
        return [
            HTTPHeader("developer_key", developerKey.reveal(), isSecret: true),
            HTTPHeader("secret-key", Data(code).base64EncodedString(), isSecret: true),
            HTTPHeader("secret-key-timestamp", message),
        ]
    }
}
