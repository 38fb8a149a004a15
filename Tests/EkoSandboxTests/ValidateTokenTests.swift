import Cryptography
import Foundation
import JSON
import Testing

@testable import EkoSandbox

@Suite("Validate token", .timeLimit(.minutes(5)))
struct ValidateTokenTests {
    @Test("a token can be validated several times, with the documented answer")
    func validToken() async throws {
        let sandbox = try await TestSandbox.start()
        let (otp, transaction) = try await sandbox.sendOTP()
        let verified = try await sandbox.verify(otp)
        let token = verified.data["otp_verification_token"].text
        let response = try await sandbox.validate(token)
        #expect(response.status == 200)
        #expect(response.json["status"] == 0)
        #expect(response.json["response_status_id"] == 0)
        #expect(response.json["response_type_id"] == 1633)
        #expect(response.json["message"] == "OTP verification token is valid.")
        #expect(response.data.members.map(\.name) == verified.data.members.map(\.name))
        for name in ["client_ref_id", "initiator_id", "mobile", "otp_verification_token"] {
            #expect(response.data[name] == verified.data[name])
        }
        // Each verification and each validation has a transaction number of its own.
        let again = try await sandbox.validate(token)
        let numbers = [transaction] + [verified, response, again].map { $0.data["tid"].text }
        #expect(Set(numbers).count == 4 && !numbers.contains(""))
        await sandbox.stop()
    }

    @Test("the client_ref_id is the send's, also if the verification or the validation has its own")
    func originalReference() async throws {
        let sandbox = try await TestSandbox.start()
        let verified = try await sandbox.verify(try await sandbox.sendOTP().otp, reference: "VERIFY-1")
        #expect(verified.data["client_ref_id"] == "VERIFY-1")
        let token = verified.data["otp_verification_token"].text
        let response = try await sandbox.validate(token, more: "&client_ref_id=CHECK-1")
        #expect(response.data["client_ref_id"] == "SEND-1")
        await sandbox.stop()
    }

    @Test("a token is valid for five minutes", arguments: [(299_999, true), (300_000, false)])
    func expiry(_ milliseconds: Int64, _ isValid: Bool) async throws {
        let sandbox = try await TestSandbox.start()
        let token = try await sandbox.token()
        sandbox.advance(milliseconds: milliseconds)
        let response = try await sandbox.validate(token)
        if isValid {
            #expect(response.json["status"] == 0)
        } else {
            expectFailure(response, "The OTP verification token has timed out.")
        }
        await sandbox.stop()
    }

    @Test("a token is a JWT that can be checked with the key")
    func claims() async throws {
        // The key consists of the lowest byte of each number from `random`.
        let hmac = HMACSHA256(key: [UInt8](repeating: UInt8(truncatingIfNeeded: 134_021), count: 32))
        let sandbox = try await TestSandbox.start(random: { 134_021 })
        let parts = try await sandbox.token().components(separatedBy: ".")
        let code = hmac.code(for: "\(parts[0]).\(parts[1])".utf8)
        #expect(parts.count == 3)
        #expect(parts.last == base64URL(Data(code)))
        #expect(text(of: parts[0]) == #"{"alg":"HS256","typ":"JWT"}"#)
        let identifier = try #require(text(of: parts[1])?.firstMatch(of: #/"jti":"([\w-]{22})"/#)?.output.1)
        #expect(
            text(of: parts[1])
                == #"{"jti":"\#(identifier)","mobile":"9002336768","tid":"2886978475","initiator_id":"9962981729","client_ref_id":"SEND-1","iat":1700000000,"exp":1700000300,"exp_ms":1700000300000}"#
        )
        await sandbox.stop()
    }

    @Test("each token has an identifier of its own, also for the same phone at the same time")
    func identifiers() async throws {
        let sandbox = try await TestSandbox.start(random: { 134_021 })
        var claims: Set<String> = []
        for _ in 0..<3 {
            let parts = try await sandbox.token().components(separatedBy: ".")
            let identifier = text(of: parts[1])?.firstMatch(of: #/"jti":"([^"]+)"/#)?.output.1
            claims.insert(String(try #require(identifier)))
        }
        #expect(claims.count == 3)
        await sandbox.stop()
    }

    @Test("a token with any change is invalid")
    func tampering() async throws {
        let sandbox = try await TestSandbox.start()
        let token = try await sandbox.token()
        let parts = token.components(separatedBy: ".")
        let otherMobile = base64URL(
            Data((text(of: parts[1]) ?? "").replacingOccurrences(of: mobile, with: "9002336769").utf8))
        let none = base64URL(Data(#"{"alg":"none","typ":"JWT"}"#.utf8))
        let changed = [
            "\(parts[0]).\(otherMobile).\(parts[2])", "\(none).\(parts[1]).", "\(none).\(parts[1])",
            "\(none).\(parts[1]).\(parts[2])", "\(parts[0]).\(parts[1])", "\(parts[0]).\(parts[1]).",
            "\(token).", "\(token)=", "\(token)A", "\(token)%20", "x", "..", "%00", "a.b.c",
        ]
        for token in changed { expectFailure(try await sandbox.validate(token), invalid) }
        // A different last character, even one that differs only in bits that decoders ignore.
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        for character in alphabet where character != token.last {
            expectFailure(try await sandbox.validate("\(token.dropLast())\(character)"), invalid)
        }
        await sandbox.stop()
    }

    @Test("a token is valid only for its initiator and on its own server")
    func binding() async throws {
        let sandbox = try await TestSandbox.start()
        let token = try await sandbox.token()
        expectFailure(try await sandbox.validate(token, by: otherInitiator), invalid)
        let other = try await TestSandbox.start(random: { 1 })
        expectFailure(try await other.validate(token), invalid)
        await other.stop()
        await sandbox.stop()
    }

    @Test(
        "all parameters are validated",
        arguments: [
            ("", ["initiator_id", "otp_verification_token"]),
            ("?initiator_id&otp_verification_token=", ["initiator_id", "otp_verification_token"]),
            (
                "?initiator_id=99629817290&otp_verification_token=x&client_ref_id=123456789012345678901",
                ["initiator_id", "client_ref_id"]
            ),
        ])
    func validation(_ query: String, _ names: [String]) async throws {
        let path = TestSandbox.validatePath + query
        let response = try await exchange(request(method: "GET", path: path, body: ""))
        #expect(response.status == 200)
        #expect(response.json["status"] == 461)
        #expect(response.invalidParameters == names)
    }

    @Test("every character of the query may be percent-encoded")
    func encodedQuery() async throws {
        let sandbox = try await TestSandbox.start()
        let token = try await sandbox.token()
        let encoded = token.utf8.map { "%\(String($0, radix: 16))" }.joined()
        let response = try await sandbox.validate(encoded, more: "&client%5Fref_id=A+b%2Bc%26%3d%C3%A9")
        #expect(response.json["status"] == 0)
        let calls = try await sandbox.send("GET", "/_sandbox/calls?endpoint=validate_token")
        #expect(calls.body.contains(#""client_ref_id":"A b+c&=é""#))
        await sandbox.stop()
    }

    @Test("a query that is not percent-encoded UTF-8 is refused", arguments: ["%", "%2", "%zz", "%+1", "%ff", "%é"])
    func badQuery(_ value: String) async throws {
        let path = "\(TestSandbox.validatePath)?initiator_id=\(value)"
        let response = try await exchange(request(method: "GET", path: path, body: ""))
        #expect(response.status == 400)
        #expect(response.head.contains("x-sandbox-reason: the query is not percent-encoded UTF-8"))
    }

    private let invalid = "The OTP verification token is invalid."

    private func text(of part: String) -> String? {
        bytes(ofBase64URL: part).map { String(decoding: $0, as: UTF8.self) }
    }

    private func expectFailure(
        _ response: Response, _ message: String, _ location: SourceLocation = #_sourceLocation
    ) {
        let documented =
            #"{"status":1,"response_status_id":1,"response_type_id":1634,"message":"\#(message)"}"#
        #expect(response.status == 200, sourceLocation: location)
        #expect(response.body == documented, sourceLocation: location)
    }
}
