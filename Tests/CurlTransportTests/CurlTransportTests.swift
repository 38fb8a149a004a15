import CurlTransport
import Glibc
import Testing
import WorkflowEngine

/// A deadline that no test reaches unless it waits for one.
private let longDeadline = Duration.seconds(30)

@Suite("Requests go over real connections, each at most once", .timeLimit(.minutes(1)))
struct CurlTransportTests {
    private let transport = CurlTransport(userAgent: "test/1")

    @Test("a request arrives as it was made, and its response comes back whole")
    func exchange() async throws {
        let server = try FaultServer { _ in
            .answer("HTTP/1.1 201 Created\r\nX-A: 1\r\nx-a:2\r\ncontent-length: 3\r\n\r\nabc")
        }
        let exchange = try await transport.send(post(server.url, body: "{\"a\":1}"), deadline: longDeadline)
        #expect(exchange.response.status == 201)
        #expect(exchange.response.header("X-a") == "1, 2")
        #expect(exchange.response.body == Array("abc".utf8))
        #expect(exchange.timings.total >= exchange.timings.firstByte)
        let request = try #require(server.requests.first)
        #expect(request.hasPrefix("POST /otp HTTP/1.1\r\n"))
        #expect(request.contains("\r\nsecret-key: s=\r\n"))
        #expect(request.contains("\r\nUser-Agent: test/1\r\n"))
        #expect(request.hasSuffix("\r\n\r\n{\"a\":1}"))
        #expect(!request.lowercased().contains("expect:"))
    }

    @Test(
        "methods and empty headers are sent as given, and a GET has no body",
        arguments: ["GET", "POST", "PUT", "PATCH", "DELETE"])
    func methods(_ method: String) async throws {
        let server = try FaultServer { _ in .answer(FaultServer.ok) }
        let body = method == "GET" ? nil : Array("{}".utf8)
        let request = HTTPRequest(method: method, url: server.url, headers: [HTTPHeader("x-empty", "")], body: body)
        _ = try await transport.send(request, deadline: longDeadline)
        let received = try #require(server.requests.first)
        #expect(received.hasPrefix("\(method) /otp HTTP/1.1\r\n"))
        #expect(received.lowercased().contains("\r\nx-empty:\r\n"))
        #expect(received.lowercased().contains("content-length: 2") == (method != "GET"))
    }

    @Test("one connection serves request after request")
    func reuse() async throws {
        let server = try FaultServer { _ in .answer(FaultServer.ok) }
        for _ in 0..<20 { _ = try await transport.send(post(server.url), deadline: longDeadline) }
        #expect(server.requests.count == 20)
        #expect(server.connectionCount == 1)
    }

    @Test("a body larger than a socket's buffer arrives whole")
    func largeBody() async throws {
        let server = try FaultServer { _ in .answer(FaultServer.ok) }
        let body = String(repeating: "x", count: 2_000_000)
        _ = try await transport.send(post(server.url, body: body), deadline: longDeadline)
        #expect(server.requests.first?.hasSuffix(body) == true)
    }

    @Test(
        "a connection that dies after the whole request: outcome unknown, and not a second copy is sent",
        arguments: [
            FaultServer.Behaviour.close, .reset, .answerAndClose("HTTP/1.1 200 OK\r\ncontent-le"),
            .answerAndClose("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc"),
            .answerAndClose("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabc"),
        ],
        [false, true])
    func onceOnly(_ fault: FaultServer.Behaviour, _ isReused: Bool) async throws {
        // On a reused connection libcurl by itself would send the request again.
        let firstFault = isReused ? 2 : 1
        let server = try FaultServer { $0 == firstFault ? fault : .answer(FaultServer.ok) }
        if isReused { _ = try await transport.send(post(server.url), deadline: longDeadline) }
        let error = await failure(of: post(server.url))
        #expect(error?.delivery == .unknown)
        #expect(error?.reason == .connectionLost)
        #expect(server.requests.count == firstFault)
        // The transport goes on working, and what it sends next is the next request.
        _ = try await transport.send(post(server.url), deadline: longDeadline)
        #expect(server.requests.count == firstFault + 1)
    }

    @Test("a GET is not repeated either", arguments: ["GET", "DELETE"])
    func onceOnlyWithoutBody(_ method: String) async throws {
        let server = try FaultServer { $0 == 2 ? .close : .answer(FaultServer.ok) }
        let request = HTTPRequest(method: method, url: server.url, headers: [], body: nil)
        _ = try await transport.send(request, deadline: longDeadline)
        #expect(await failure(of: request)?.delivery == .unknown)
        #expect(server.requests.count == 2)
    }

    @Test(
        "the deadline covers the whole exchange",
        arguments: [
            FaultServer.Behaviour.staySilent, .drip(start: "HTTP/1.1 200 OK\r\nx: ", byte: "x"),
            .drip(start: "HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n", byte: "x"),
        ])
    func deadline(_ behaviour: FaultServer.Behaviour) async throws {
        let server = try FaultServer { _ in behaviour }
        let error = await failure(of: post(server.url), deadline: .seconds(1))
        #expect(error?.reason == .deadline)
        #expect(error?.delivery == .unknown)
        #expect(server.requests.count == 1)
    }

    @Test(
        "more than may be received is stopped",
        arguments: [
            FaultServer.Behaviour.flood(start: "HTTP/1.1 200 OK\r\n\r\n", chunk: String(repeating: "x", count: 65_536)),
            .flood(start: "HTTP/1.1 200 OK\r\n", chunk: "x: \(String(repeating: "x", count: 8_192))\r\n"),
        ])
    func bodyCap(_ behaviour: FaultServer.Behaviour) async throws {
        let server = try FaultServer { _ in behaviour }
        #expect(await failure(of: post(server.url))?.reason == .bodyTooLarge)
    }

    @Test("redirects are not followed", arguments: [301, 302, 303, 307, 308])
    func redirects(_ status: Int) async throws {
        let target = try FaultServer { _ in .answer(FaultServer.ok) }
        let server = try FaultServer { [url = target.url] _ in
            .answer("HTTP/1.1 \(status) Moved\r\nlocation: \(url)\r\ncontent-length: 0\r\n\r\n")
        }
        let exchange = try await transport.send(post(server.url), deadline: longDeadline)
        #expect(exchange.response.status == status)
        #expect(target.requests.isEmpty)
    }

    @Test("what certainly was not sent is told so")
    func notSent() async throws {
        // A port that is taken, so that no other test gets it, and that nobody listens on.
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        let port = try #require(bindToFreePort(descriptor))
        let refused = await failure(of: post("http://127.0.0.1:\(port)/"))
        #expect(refused?.reason == .connectionFailed)
        #expect(refused?.delivery == .notSent)
        let unresolved = await failure(of: post("http://no-such-host.invalid/"))
        #expect(unresolved?.delivery == .notSent)
    }

    @Test("a server that does not speak TLS gets not a byte of HTTP")
    func tls() async throws {
        let server = try FaultServer { _ in .answer(FaultServer.ok) }
        let transport = transport
        let error = await failure(
            of: post("https://127.0.0.1:\(server.port)/"), transport: transport, deadline: .seconds(1))
        #expect(error?.delivery == .notSent)
        #expect(server.requests.isEmpty)
    }

    @Test(
        "what would break out of a header or a request line is refused before connecting",
        arguments: [
            HTTPRequest(method: "GET", url: "http://127.0.0.1:1/", headers: [HTTPHeader("a", "b\r\nc: d")], body: nil),
            HTTPRequest(method: "GET", url: "http://127.0.0.1:1/", headers: [HTTPHeader("a", "b\0")], body: nil),
            HTTPRequest(method: "GET", url: "http://127.0.0.1:1/", headers: [HTTPHeader("a\nb", "c")], body: nil),
            HTTPRequest(method: "GET", url: "http://127.0.0.1:1/ HTTP/1.1\r\nx: y", headers: [], body: nil),
            HTTPRequest(method: "GET", url: "file:///etc/passwd", headers: [], body: nil),
        ])
    func injection(_ request: HTTPRequest) async throws {
        let error = await failure(of: request)
        #expect(error?.reason == .invalidRequest)
        #expect(error?.delivery == .notSent)
    }

    @Test("cancelling ends the exchange in flight")
    func cancelling() async throws {
        let server = try FaultServer { _ in .staySilent }
        let task = Task { await failure(of: post(server.url)) }
        while server.requests.isEmpty { await Task.yield() }
        task.cancel()
        let error = await task.value
        #expect(error?.reason == .cancelled)
        #expect(error?.delivery == .unknown)
    }

    @Test("a task that is cancelled already sends nothing")
    func cancelledEarly() async throws {
        let server = try FaultServer { _ in .staySilent }
        let request = post(server.url)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return await failure(of: request)
        }
        task.cancel()
        let error = await task.value
        #expect(error?.reason == .cancelled)
        #expect(error?.delivery == .notSent)
        #expect(server.connectionCount == 0)
    }

    @Test("many exchanges at once, from many tasks, each with its own response")
    func concurrent() async throws {
        let server = try FaultServer { .answer("HTTP/1.1 \(200 + $0 % 5) OK\r\ncontent-length: 0\r\n\r\n") }
        let transport = transport
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask { _ = try await transport.send(post(server.url), deadline: longDeadline) }
            }
            try await group.waitForAll()
        }
        #expect(server.requests.count == 200)
    }

    private func failure(
        of request: HTTPRequest, transport: CurlTransport? = nil, deadline: Duration = longDeadline
    ) async -> TransportError? {
        do {
            _ = try await (transport ?? self.transport).send(request, deadline: deadline)
            return nil
        } catch {
            return error
        }
    }
}

private func post(_ url: String, body: String = "{}") -> HTTPRequest {
    let headers = [HTTPHeader("secret-key", "s=", isSecret: true), HTTPHeader("content-type", "application/json")]
    return HTTPRequest(method: "POST", url: url, headers: headers, body: Array(body.utf8))
}
