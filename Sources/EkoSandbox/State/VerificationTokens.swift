import Cryptography
import JSON

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Makes and checks verification tokens: JSON Web Tokens (RFC 7519), signed with HS256.
struct VerificationTokens: Sendable {
    enum Problem: Error {
        case timedOut
        case invalid
    }

    /// How long a token is valid, in milliseconds.
    static let validity: Int64 = 5 * 60 * 1_000

    private static let header: JSONValue = ["alg": "HS256", "typ": "JWT"]

    private let hmac: HMACSHA256
    private let clock: SandboxClock

    init(clock: SandboxClock, random: () -> UInt64) {
        hmac = HMACSHA256(key: (0..<32).map { _ in UInt8(truncatingIfNeeded: random()) })
        self.clock = clock
    }

    /// `verification` is the transaction number of the verification that the token proves.
    func token(for flow: OTPFlow, verification: String, validity: Int64 = validity) -> String {
        let now = clock.now
        let issuedAt = now / 1_000
        let claims: JSONValue = [
            "jti": .string(identifier(of: verification)),
            "mobile": .string(flow.mobile),
            "tid": .string(flow.transaction),
            "initiator_id": .string(flow.initiator),
            "client_ref_id": .string(flow.clientReference),
            "iat": .integer(Int(issuedAt)),
            "exp": .integer(Int((now + validity) / 1_000)),
            // The sandbox checks this one: seconds are too coarse for a test that lets a token expire.
            "exp_ms": .integer(Int(now + validity)),
        ]
        let content = [Self.header, claims].map { base64URL(Data($0.serialized.utf8)) }.joined(separator: ".")
        return content + "." + base64URL(Data(hmac.code(for: content.utf8)))
    }

    /// A unique identifier, which nobody can guess. It is not drawn from the random numbers, so that OTPs do not depend
    /// on how many tokens were made before them.
    private func identifier(of verification: String) -> String {
        base64URL(Data(hmac.code(for: "jti \(verification)".utf8).prefix(16)))
    }

    /// The flow that a valid token proves.
    func flow(of token: String) throws(Problem) -> OTPFlow {
        let (flow, expiry) = try claims(of: token)
        guard clock.now < expiry else { throw .timedOut }
        return flow
    }

    /// The flow of a token that this sandbox made, expired or not, and its expiry in milliseconds since 1970.
    func claims(of token: String) throws(Problem) -> (flow: OTPFlow, expiry: Int64) {
        // The algorithm in the header is ignored: a token must be signed with this key.
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let signature = bytes(ofBase64URL: parts[2]),
            hmac.isValid(signature, for: "\(parts[0]).\(parts[1])".utf8),
            let content = bytes(ofBase64URL: parts[1]), case .object(let claims)? = try? parseJSON(Array(content)),
            let flow = OTPFlow(claims: claims), case .number(let number)? = claims["exp_ms"], let expiry = number.int
        else { throw .invalid }
        return (flow, Int64(expiry))
    }
}

extension OTPFlow {
    fileprivate init?(claims: JSONObject) {
        guard let mobile = claims.text("mobile"), let transaction = claims.text("tid"),
            let initiator = claims.text("initiator_id"), let clientReference = claims.text("client_ref_id")
        else { return nil }
        self.init(mobile: mobile, initiator: initiator, clientReference: clientReference, transaction: transaction)
    }
}
