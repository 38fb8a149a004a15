import Cryptography
import FlyingSocks
import Foundation
import JSON
import Synchronization
import Testing

@testable import EkoSandbox

let now: Int64 = 1_700_000_000_000
let accessKey = "TEST_ACCESS_KEY_DO_NOT_USE"
let initiator = "9962981729"
let otherInitiator = "9962981720"
let mobile = "9002336768"

/// A response of a sandbox.
struct Response {
    let status: Int
    let head: String
    let body: String

    init(_ text: String) {
        let parts = text.components(separatedBy: "\r\n\r\n")
        status = Int(text.dropFirst(9).prefix(3)) ?? 0
        head = parts[0]
        body = parts.dropFirst().joined(separator: "\r\n\r\n")
    }

    /// The body as a JSON object; empty if it is not one.
    var json: JSONObject {
        if case .object(let object)? = try? parseJSON(Array(body.utf8)) { object } else { JSONObject() }
    }

    var data: JSONObject {
        if case .object(let object)? = json["data"] { object } else { JSONObject() }
    }

    /// The names of the parameters that are reported as invalid.
    var invalidParameters: [String] {
        if case .object(let problems)? = json["invalid_params"] { problems.members.map(\.name) } else { [] }
    }
}

/// A sandbox for one test. Its time moves only if the test advances it.
///
/// Suites with very many cases are serialized: each sandbox has a thread of its own, and a process gets at most 256 of them.
final class TestSandbox: Sendable {
    let server: SandboxServer
    private let time: Time

    private final class Time: Sendable {
        let now = Mutex(EkoSandboxTests.now)
    }

    private init(server: SandboxServer, time: Time) {
        self.server = server
        self.time = time
    }

    /// Without `random`, each OTP is different from all earlier OTPs.
    static func start(random: (@Sendable () -> UInt64)? = nil) async throws -> TestSandbox {
        let time = Time()
        let draws = Counter()
        let configuration = configuration(
            clock: { time.now.withLock(\.self) }, random: random ?? { draws.next() })
        return TestSandbox(server: try await .start(configuration), time: time)
    }

    /// Starts with the configuration's own clock.
    static func start(_ configuration: SandboxConfiguration) async throws -> TestSandbox {
        TestSandbox(server: try await .start(configuration), time: Time())
    }

    var port: UInt16 { server.port }

    func stop() async { await server.stop() }

    func advance(milliseconds: Int64) { time.now.withLock { $0 += milliseconds } }

    /// Sends a request, signed at the sandbox's time.
    func send(
        _ method: String, _ path: String, headers: [String: String?] = [:], body: String = ""
    ) async throws -> Response {
        let signedAt = time.now.withLock(\.self)
        return try await send(raw: request(method: method, path: path, headers: headers, body: body, at: signedAt))
    }

    /// Sends the bytes of a request unchanged.
    func send(raw bytes: String) async throws -> Response {
        let socket = try await connect(to: port)
        defer { try? socket.close() }
        try await socket.write(Data(bytes.utf8))
        return try await response(from: socket)
    }
}

private final class Counter: Sendable {
    private let last = Mutex<UInt64>(134_020)

    func next() -> UInt64 {
        last.withLock { last in
            last += 1
            return last
        }
    }
}

func configuration(
    clock: @escaping @Sendable () -> Int64, random: @escaping @Sendable () -> UInt64 = { 134_021 }
) -> SandboxConfiguration {
    SandboxConfiguration(
        developerKey: "dev", accessKey: accessKey, initiators: [initiator, otherInitiator], sms: .ofAPI, clock: clock,
        random: { random })
}

/// The bytes of a signed request. A header that is changed to nil is left out.
func request(
    method: String = "POST", path: String = TestSandbox.sendPath,
    headers changes: [String: String?] = [:],
    body: String = #"{"initiator_id":"9962981729","client_ref_id":"REF","csp_id":"1","mobile":"9002336768"}"#,
    at time: Int64 = now
) -> String {
    let hmac = HMACSHA256(key: Data(accessKey.utf8).base64EncodedString().utf8)
    let signature = Data(hmac.code(for: "\(time)".utf8))
    var headers: [String: String?] = [
        "developer_key": "dev", "secret-key": signature.base64EncodedString(), "secret-key-timestamp": "\(time)",
        "content-type": "application/json", "content-length": "\(body.utf8.count)",
    ]
    headers.merge(changes) { _, change in change }
    let lines = headers.compactMap { name, value in value.map { "\(name): \($0)\r\n" } }
    return "\(method) \(path) HTTP/1.1\r\nhost: x\r\n\(lines.joined())\r\n\(body)"
}

/// Sends one request to a sandbox that is started just for it.
func exchange(_ bytes: String, clock: Int64 = now) async throws -> Response {
    let server = try await SandboxServer.start(configuration(clock: { clock }))
    let socket = try await connect(to: server.port)
    try await socket.write(Data(bytes.utf8))
    let answer = try await response(from: socket)
    try socket.close()
    await server.stop()
    return answer
}

func connect(to port: UInt16) async throws -> AsyncSocket {
    try await .connected(to: .inet(ip4: "127.0.0.1", port: port), timeout: 240)
}

private func response(from socket: AsyncSocket) async throws -> Response {
    var text = ""
    while !isComplete(text) { text += String(decoding: try await socket.read(atMost: 4_096), as: UTF8.self) }
    return Response(text)
}

private func isComplete(_ text: String) -> Bool {
    guard let end = text.range(of: "\r\n\r\n"), let length = text.range(of: "content-length: ") else {
        return false
    }
    let count = Int(text[length.upperBound...].prefix { $0.isASCII && $0.isNumber }) ?? 0
    return text[end.upperBound...].utf8.count >= count
}
