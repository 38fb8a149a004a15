import Crypto
import FoundationEssentials
import HTTP
import Times
import WorkflowModel

/// Makes the three headers that authenticate a request to the API.
///
/// `secret-key` is base64(HMAC-SHA256(timestamp, key)). The timestamp is a decimal string of epoch milliseconds. The key
/// is the string base64(access_key), which is not decoded again. The body is not part of the signature.
/// Source: https://eps.eko.in/docs/mobile-otp-send, Headers.
package struct RequestSigner: Sendable {
    private let developerKey: Secret
    /// The HMAC after it has processed its key, to be copied for each message.
    private let keyed: HMAC<SHA256>

    package init(_ credentials: Credentials) {
        developerKey = credentials.developerKey
        let encodedKey = Data(credentials.accessKey.reveal().utf8).base64EncodedData()
        keyed = HMAC(key: SymmetricKey(data: encodedKey))
    }

    /// The headers of a request that is sent at `timestamp`. `changes` makes them wrong on purpose.
    package func headers(at timestamp: Timestamp, changes: SigningChanges? = nil) -> [HTTPHeader] {
        let time = changes.map { timestamp.advanced(by: $0.clock) } ?? timestamp
        let message = String(changes?.usesSeconds == true ? time.milliseconds / 1_000 : time.milliseconds)
        var hmac = keyed
        hmac.update(data: Array(message.utf8))
        let code = hmac.finalize().withUnsafeBytes { Data($0) }
        let headers = [
            HTTPHeader("developer_key", developerKey.reveal(), isSecret: true),
            HTTPHeader("secret-key", code.base64EncodedString(), isSecret: true),
            HTTPHeader("secret-key-timestamp", message),
        ]
        return changes.map { $0.applied(to: headers) } ?? headers
    }
}

extension SigningChanges {
    /// Removes the omitted headers, and changes the tampered header.
    fileprivate func applied(to headers: [HTTPHeader]) -> [HTTPHeader] {
        headers.filter { header in !omitted.contains { $0.headerName == header.name } }.map { header in
            guard header.name == tampered?.headerName else { return header }
            return HTTPHeader(header.name, header.value.withOtherFirstCharacter, isSecret: header.isSecret)
        }
    }
}

extension SigningChanges.Header {
    fileprivate var headerName: String {
        switch self {
        case .developerKey: "developer_key"
        case .secretKey: "secret-key"
        case .secretKeyTimestamp: "secret-key-timestamp"
        }
    }
}

extension String {
    /// The string with another first character, a digit, so that its form stays valid.
    fileprivate var withOtherFirstCharacter: String {
        guard let first else { return self }
        return (first == "1" ? "2" : "1") + dropFirst()
    }
}
