import HTTP
import Secrets
import Times
import WorkflowModel

/// Makes the three headers by which the API knows a caller.
package struct RequestSigner: Sendable {
    private let key: SigningKey

    package init(_ credentials: Credentials) {
        key = SigningKey(credentials)
    }

    /// The headers of a request that is sent at `timestamp`; `changes` is what is wrong with them on purpose.
    package func headers(at timestamp: Timestamp, changes: SigningChanges? = nil) -> [HTTPHeader] {
        let time = changes.map { timestamp.advanced(by: $0.clock) } ?? timestamp
        let message = String(changes?.usesSeconds == true ? time.milliseconds / 1_000 : time.milliseconds)
        let (developerKey, signature) = key.values(signing: message)
        let headers = [
            HTTPHeader("developer_key", developerKey, isSecret: true),
            HTTPHeader("secret-key", signature, isSecret: true), HTTPHeader("secret-key-timestamp", message),
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
