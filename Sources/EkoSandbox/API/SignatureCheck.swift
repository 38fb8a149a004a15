import Cryptography

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Checks the caller's signature: https://eps.eko.in/docs/mobile-otp-send, Headers.
///
/// It shares no code with the runner's signer, so that each tests the other. HMAC itself is the same in both, and is tested with the
/// vectors of its standard.
struct SignatureCheck: Sendable {
    /// How far a caller's clock may be off, in milliseconds. The API does not publish its own tolerance.
    static let tolerance: Int64 = 5 * 60 * 1_000

    private let developerKey: String
    private let hmac: HMACSHA256

    init(_ configuration: SandboxConfiguration) {
        developerKey = configuration.developerKey
        // The HMAC key is the base64 string itself; it is not decoded.
        hmac = HMACSHA256(key: Data(configuration.accessKey.utf8).base64EncodedString().utf8)
    }

    /// Why the caller is refused; nil if it is accepted. `now` is the server's time in milliseconds since 1970.
    func refusal(of request: SandboxRequest, at now: Int64) -> String? {
        guard let developerKey = request.header("developer_key") else { return "developer_key is missing" }
        guard let signature = request.header("secret-key") else { return "secret-key is missing" }
        guard let timestamp = request.header("secret-key-timestamp") else { return "secret-key-timestamp is missing" }
        guard developerKey == self.developerKey else { return "developer_key is not known" }
        guard timestamp.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), let time = Int64(timestamp)
        else {
            return "secret-key-timestamp is not a number"
        }
        guard timestamp.utf8.count == 13 else { return "secret-key-timestamp is not in milliseconds" }
        guard let code = Data(base64Encoded: signature), hmac.isValid(code, for: timestamp.utf8)
        else { return "secret-key does not match secret-key-timestamp and the access key" }
        let offset = abs(time - now)
        guard offset <= Self.tolerance else {
            return "secret-key-timestamp is \(offset / 1_000) s off the server's clock"
        }
        return nil
    }
}
