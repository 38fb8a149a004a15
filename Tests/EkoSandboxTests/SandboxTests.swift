import Cryptography
import FlyingSocks
import Foundation
import JSON
import Testing

@testable import EkoSandbox

private let path = TestSandbox.sendPath
private let knownSignature = "u30ak/iOGwKCaspqCeiYng8fd98QDx7kF3DBBOadQHk="

@Suite("The sandbox answers as the API's documentation says", .timeLimit(.minutes(5)))
struct SandboxTests {
    @Test("a correct send gets the documented answer")
    func success() async throws {
        let response = try await exchange(request())
        #expect(response.status == 200)
        guard case .object(let body) = try parseJSON(Array(response.body.utf8)), case .object(let data)? = body["data"]
        else {
            Issue.record("not the documented shape: \(response.body)")
            return
        }
        #expect(body["status"] == 0)
        #expect(body["response_type_id"] == 1623)
        #expect(data["client_ref_id"] == "REF")
        #expect(data["otp_expiry_timestamp"] == "Wed Nov 15 03:53:20 IST 2023")
        #expect(data.members.map(\.name) == ["client_ref_id", "initiator_id", "otp_expiry_timestamp", "tid"])
    }

    @Test(
        "a wrong caller is refused, with the reason in a header",
        arguments: [
            (["developer_key": "other"], "developer_key is not known"),
            (["developer_key": nil], "developer_key is missing"),
            (["secret-key": nil], "secret-key is missing"),
            (["secret-key-timestamp": nil], "secret-key-timestamp is missing"),
            (["secret-key": "AAAA"], "secret-key does not match"),
            (["secret-key": "not base64!"], "secret-key does not match"),
            (["secret-key-timestamp": "1700000000001"], "secret-key does not match"),
            (["secret-key-timestamp": "1700000000"], "not in milliseconds"),
            (["secret-key-timestamp": "soon"], "not a number"),
        ] as [([String: String?], String)])
    func refused(_ headers: [String: String?], _ reason: String) async throws {
        let response = try await exchange(request(headers: headers))
        #expect(response.status == 403)
        #expect(response.head.contains(reason))
    }

    @Test("a decoded access key and a clock that is off are refused")
    func wrongSignatures() async throws {
        // The HMAC key is the access key itself, as if its base64 had been decoded before signing.
        let decoded = HMACSHA256(key: accessKey.utf8).code(for: "\(now)".utf8)
        let response = try await exchange(request(headers: ["secret-key": Data(decoded).base64EncodedString()]))
        #expect(response.status == 403)
        let late = try await exchange(request(), clock: now + 10 * 60 * 1_000)
        #expect(late.status == 403)
        #expect(late.head.contains("600 s off"))
    }

    @Test(
        "a wrong route, method, content type or body is refused",
        arguments: [
            ("POST", "/ekoapi/v3/other", "application/json", "{}", 404), ("GET", path, "application/json", "{}", 405),
            ("POST", path, "text/plain", "{}", 415), ("POST", path, "application/json; charset=utf-8", "[]", 400),
            ("POST", path, "application/json", "{", 400),
        ])
    func refusals(_ method: String, _ path: String, _ contentType: String, _ body: String, _ status: Int) async throws {
        let bytes = request(method: method, path: path, headers: ["content-type": contentType], body: body)
        #expect(try await exchange(bytes).status == status)
    }

    @Test(
        "all parameters are validated",
        arguments: [
            (#"{}"#, ["initiator_id", "csp_id", "mobile"]),
            (#"{"initiator_id":"9962981729","csp_id":"1","mobile":"123"}"#, ["mobile"]),
            (#"{"initiator_id":"9962981729","csp_id":true,"mobile":["9002336768"]}"#, ["csp_id", "mobile"]),
            (#"{"initiator_id":"9962981729","csp_id":null,"mobile":900233676}"#, ["csp_id", "mobile"]),
            (
                #"{"initiator_id":"9962981729","csp_id":"","mobile":"9002336768","client_ref_id":"123456789012345678901"}"#,
                ["client_ref_id", "csp_id"]
            ),
        ])
    func validation(_ body: String, _ names: [String]) async throws {
        let response = try await exchange(request(body: body))
        guard case .object(let object) = try parseJSON(Array(response.body.utf8)),
            case .object(let problems)? = object["invalid_params"]
        else {
            Issue.record("not the documented shape: \(response.body)")
            return
        }
        #expect(response.status == 200)
        #expect(object["response_type_id"] == -1)
        #expect(object["status"] != 0)
        #expect(problems.members.map(\.name) == names)
    }

    @Test("every endpoint refuses an initiator that is not registered")
    func unknownInitiator() async throws {
        let sandbox = try await TestSandbox.start()
        let responses = [
            try await sandbox.callSend(to: mobile, by: "9000000000"), try await sandbox.verify("1", by: "9000000000"),
            try await sandbox.validate("x", by: "9000000000"),
        ]
        for response in responses {
            #expect(response.status == 200)
            #expect(
                response.body
                    == #"{"status":319,"response_status_id":1,"response_type_id":-1,"message":"Invalid Sender/Initiator","invalid_params":{"initiator_id":"initiator_id is not a registered user"}}"#
            )
        }
        #expect(try await sandbox.inbox(of: mobile).isEmpty)
        await sandbox.stop()
    }

    @Test("a connection can carry several requests, in pieces")
    func keepAlive() async throws {
        let server = try await SandboxServer.start(configuration(clock: { now }))
        let socket = try await connect(to: server.port)
        let two = request() + request()
        for piece in two.utf8.chunks(of: 100) { try await socket.write(Data(piece)) }
        var text = ""
        while text.components(separatedBy: "OTP has been sent").count < 3 {
            text += String(decoding: try await socket.read(atMost: 4_096), as: UTF8.self)
        }
        #expect(text.components(separatedBy: "HTTP/1.1 200 OK").count == 3)
        await server.stop()
    }

    @Test("a chunked body is read")
    func chunked() async throws {
        let body = #"{"initiator_id":"9962981729","csp_id":"1","mobile":"9002336768"}"#
        let half = body.utf8.count / 2
        let chunks =
            "\(String(half, radix: 16))\r\n\(body.prefix(half))\r\n\(String(body.utf8.count - half, radix: 16));x=y\r\n\(body.dropFirst(half))\r\n0\r\nt: x\r\n\r\n"
        let bytes = request(headers: ["transfer-encoding": "chunked", "content-length": nil], body: chunks)
        #expect(try await exchange(bytes).body.contains("OTP has been sent"))
    }

    @Test(
        "invalid or too large requests are answered, and the connection is closed",
        arguments: [
            ("garbage\r\n\r\n", 400), ("POST / HTTP/2\r\n\r\n", 400), ("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\ncontent-length: x\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\ncontent-length: 99999999\r\n\r\n", 413),
            ("POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", 400),
            ("POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n7fffffffffffffff\r\n", 413),
            ("POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\ncontent-length: 1\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\ncontent-length: 0\r\ncontent-length: 9\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n+5\r\n", 400),
            ("GET / HTTP/1.1\nx: y\r\n\r\n", 400), ("GET / HTTP/1.1\r\nx: y\n\nGET /\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nx: \(String(repeating: "x", count: 70_000))", 431),
        ])
    func badClients(_ bytes: String, _ status: Int) async throws {
        let response = try await exchange(bytes)
        #expect(response.status == status)
        #expect(response.head.contains("connection: close"))
    }

    @Test("the signature check accepts a known signature")
    func knownAnswer() {
        let check = SignatureCheck(configuration(clock: { now }))
        let headers = [("developer_key", "dev"), ("secret-key", knownSignature), ("secret-key-timestamp", "\(now)")]
        let request = SandboxRequest(method: "POST", path: "/", query: "", headers: headers, isPersistent: true)
        #expect(check.refusal(of: request, at: now) == nil)
    }
}

extension Sequence<UInt8> {
    fileprivate func chunks(of size: Int) -> [[UInt8]] {
        let bytes = Array(self)
        return stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<Swift.min($0 + size, bytes.count)]) }
    }
}
