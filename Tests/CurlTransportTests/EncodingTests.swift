import HTTP
import Testing

@testable import CurlTransport
@testable import EkoSandbox

private let longDeadline = Duration.seconds(240)

@Suite("Answers are read as they are meant: decoded, and without a body after HEAD", .timeLimit(.minutes(5)))
struct EncodingTests {
    private let transport = CurlTransport(userAgent: "test/1")

    private func get(_ url: String, method: String = "GET", headers: [HTTPHeader] = []) -> HTTPRequest {
        HTTPRequest(method: method, url: url, headers: headers, body: nil)
    }

    private func server(encoding: String = "gzip", _ body: [UInt8]) async throws -> FaultServer {
        try await FaultServer(
            answering: SandboxResponse(status: 200, headers: [("content-encoding", encoding)], body: body))
    }

    @Test("a compressed answer is asked for, and decoded; its header stays")
    func compressed() async throws {
        let server = try await server(gzip(Array("abc".utf8)))
        let response = try await transport.send(get(server.url), deadline: longDeadline).response
        #expect(response.body == Array("abc".utf8))
        #expect(response.header("content-encoding") == "gzip")
        let asked = try #require(server.requests.first?.header("accept-encoding"))
        #expect(asked.contains("gzip") && asked.contains("deflate"))
    }

    @Test("who asks for an encoding gets the bytes as they are sent, and the next request does not")
    func ownEncoding() async throws {
        let server = try await server(gzip(Array("abc".utf8)))
        let own = get(server.url, headers: [HTTPHeader("Accept-Encoding", "identity")])
        #expect(try await transport.send(own, deadline: longDeadline).response.body == gzip(Array("abc".utf8)))
        #expect(server.requests.first?.header("accept-encoding") == "identity")
        #expect(try await transport.send(get(server.url), deadline: longDeadline).response.body == Array("abc".utf8))
    }

    @Test("the limit is for decoded bytes: a bomb is stopped")
    func bomb() async throws {
        let bomb = Self.gzipOfZeros(count: ResponseBuffer.maximumBodySize + 1_000)
        #expect(bomb.count < 200_000)
        let server = try await server(bomb)
        await #expect {
            try await transport.send(get(server.url), deadline: longDeadline)
        } throws: { ($0 as? TransportError)?.reason == .bodyTooLarge }
        let small = try await self.server(Self.gzipOfZeros(count: 1_000_000, isComplete: true))
        #expect(try await transport.send(get(small.url), deadline: longDeadline).response.body.count >= 1_000_000)
    }

    @Test("an encoding that is not true is an error that says so", arguments: ["gzip", "unheard-of"])
    func wrongEncoding(_ encoding: String) async throws {
        let server = try await server(encoding: encoding, Array("plain, and long enough to be a header".utf8))
        await #expect {
            try await transport.send(get(server.url), deadline: longDeadline)
        } throws: { ($0 as? TransportError)?.message.contains("content-encoding cannot be undone") ?? false }
    }

    @Test("the answer to a HEAD has no body, although its header gives a length")
    func head() async throws {
        let server = try await FaultServer { _, _ in
            [.send(Array("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n".utf8))]
        }
        let response = try await transport.send(get(server.url, method: "HEAD"), deadline: longDeadline).response
        #expect(response.status == 200)
        #expect(response.body.isEmpty)
        #expect(response.header("content-length") == "100")
        #expect(server.requests.map(\.method) == ["HEAD"])
        let other = try await FaultServer { _, request in
            [
                .send(
                    request.method == "HEAD"
                        ? SandboxResponse.ok.head(more: "content-length: 12\r\n") : SandboxResponse.ok.encoded())
            ]
        }
        for method in ["OPTIONS", "GET", "DELETE", "HEAD", "GET"] {
            let body = try await transport.send(get(other.url, method: method), deadline: longDeadline).response.body
            #expect(body.isEmpty == (method == "HEAD"))
        }
        #expect(other.requests.map(\.method) == ["OPTIONS", "GET", "DELETE", "HEAD", "GET"])
    }

    /// At least so many zeros: a block with fixed codes (RFC 1951, section 3.2.6), which repeats the last byte.
    private static func gzipOfZeros(count: Int, isComplete: Bool = false) -> [UInt8] {
        var bits: [UInt8] = [1, 1, 0]  // the last block, with fixed codes
        bits += [0, 0, 1, 1, 0, 0, 0, 0]  // the byte 0
        let repetitions = count / 258 + 1
        // 258 bytes, from a distance of 1.
        for _ in 0..<repetitions { bits += [1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0] }
        bits += [0, 0, 0, 0, 0, 0, 0]  // the end of the block
        var result: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        for start in stride(from: 0, to: bits.count, by: 8) {
            result.append(bits[start..<min(start + 8, bits.count)].reversed().reduce(0) { $0 << 1 | $1 })
        }
        guard isComplete else { return result + [0, 0, 0, 0, 0, 0, 0, 0] }
        return result + gzip([UInt8](repeating: 0, count: repetitions * 258 + 1)).suffix(8)
    }
}
