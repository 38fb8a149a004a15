import CLibrary
import Dispatch
import HTTP
import Testing

@testable import CurlTransport
@testable import EkoSandbox

/// A deadline that no test reaches by accident.
private let longDeadline = Duration.seconds(240)

@Suite("Requests are sent over real connections, each at most once", .timeLimit(.minutes(5)))
struct CurlTransportTests {
    private let transport = CurlTransport(userAgent: "test/1")

    @Test("a request arrives unchanged, and its response is complete")
    func exchange() async throws {
        let server = try await FaultServer { _, _ in
            [.send(Array("HTTP/1.1 201 Created\r\nX-A: 1\r\nx-a:2\r\ncontent-length: 3\r\n\r\nabc".utf8))]
        }
        let exchange = try await transport.send(post(server.url, body: "{\"a\":1}"), deadline: longDeadline)
        #expect(exchange.response.status == 201)
        #expect(exchange.response.header("X-a") == "1, 2")
        #expect(exchange.response.body == Array("abc".utf8))
        #expect(exchange.timings.total >= exchange.timings.firstByte)
        let request = try #require(server.requests.first)
        #expect(request.method == "POST")
        #expect(request.path == "/otp")
        #expect(request.header("secret-key") == "s=")
        #expect(request.header("user-agent") == "test/1")
        #expect(request.header("expect") == nil)
        #expect(request.body == Array("{\"a\":1}".utf8))
    }

    @Test(
        "methods and empty headers are sent unchanged, and a GET has no body",
        arguments: ["GET", "POST", "PUT", "PATCH", "DELETE"])
    func methods(_ method: String) async throws {
        let server = try await FaultServer()
        let body = method == "GET" ? nil : Array("{}".utf8)
        let request = HTTPRequest(method: method, url: server.url, headers: [HTTPHeader("x-empty", "")], body: body)
        _ = try await transport.send(request, deadline: longDeadline)
        let received = try #require(server.requests.first)
        #expect(received.method == method)
        #expect(received.header("x-empty") == "")
        #expect(received.header("content-length") == (method == "GET" ? nil : "2"))
    }

    @Test(
        "the path and the query arrive as they are written",
        arguments: [
            ("/otp?a=1&b=%20%2F", "/otp", "a=1&b=%20%2F"), ("/a/../b/./c//d", "/a/../b/./c//d", ""),
            ("/otp?a=/../x?y&c=#end", "/otp", "a=/../x?y&c="), ("?a=1", "/", "a=1"), ("", "/", ""),
            ("/otp;v=1#?no=query", "/otp;v=1", ""), ("//otp", "//otp", ""),
        ], ["127.0.0.1", "api.invalid"])
    func target(_ target: (written: String, path: String, query: String), _ host: String) async throws {
        let server = try await FaultServer()
        var options = ConnectionOptions()
        options.addresses = ["api.invalid:\(server.port):127.0.0.1"]
        let transport = CurlTransport(userAgent: "test/1", options: options)
        // The second is for the same handle: nothing of the first may be left.
        for written in [target.written, "/other?b=2"] {
            let url = "http://\(host):\(server.port)\(written)"
            let request = HTTPRequest(method: "GET", url: url, headers: [], body: nil)
            _ = try await transport.send(request, deadline: longDeadline)
        }
        #expect(server.requests.map(\.path) == [target.path, "/other"])
        #expect(server.requests.map(\.query) == [target.query, "b=2"])
    }

    @Test("one connection is used for many requests")
    func reuse() async throws {
        let server = try await FaultServer()
        _ = try await transport.send(post(server.url), deadline: longDeadline)
        let connection = try #require(server.openConnections.first)
        for _ in 1..<20 { _ = try await transport.send(post(server.url), deadline: longDeadline) }
        #expect(server.requests.count == 20)
        #expect(server.openConnections.map(ObjectIdentifier.init) == [ObjectIdentifier(connection)])
    }

    @Test("a request that needs a fresh connection takes no kept one")
    func freshConnection() async throws {
        let server = try await FaultServer()
        _ = try await transport.send(post(server.url), deadline: longDeadline)
        let kept = try #require(server.openConnections.first)
        let request = HTTPRequest(
            method: "POST", url: server.url, headers: [], body: [], needsFreshConnection: true)
        _ = try await transport.send(request, deadline: longDeadline)
        #expect(server.requests.count == 2)
        #expect(server.openConnections.contains { $0 !== kept })
    }

    @Test("a header that is folded over lines is one value, without the white space")
    func foldedHeader() async throws {
        let server = try await FaultServer { _, _ in
            [.send(Array("HTTP/1.1 200 OK\r\nx-a: one\r\n\t two  \r\nx-b: 1 \r\ncontent-length: 0\r\n\r\n".utf8))]
        }
        let response = try await transport.send(post(server.url), deadline: longDeadline).response
        #expect(response.header("x-a") == "one two")
        #expect(response.header("x-b") == "1")
    }

    @Test(
        "an answer with two lengths is no answer, and one that repeats its length is",
        arguments: [
            ("content-length: 3\r\ncontent-length: 5", false), ("content-length: 5\r\ncontent-length: 3", false),
            ("content-length: 3, 5", false), ("content-length: 3\r\nContent-Length: 3", true),
            ("content-length: 3", true),
        ])
    func lengths(_ headers: String, _ isAnswer: Bool) async throws {
        let server = try await FaultServer { _, _ in
            [.send(Array("HTTP/1.1 200 OK\r\n\(headers)\r\n\r\nabcde".utf8)), .close]
        }
        guard isAnswer else {
            let error = await failure(of: post(server.url))
            #expect(error?.delivery == .unknown)
            #expect(error?.message.contains("two lengths") ?? false, "\(error?.message ?? "")")
            return
        }
        let response = try await transport.send(post(server.url), deadline: longDeadline).response
        #expect(response.body == Array("abc".utf8))
    }

    @Test("a host can have a given address, and keeps its name in the request")
    func address() async throws {
        let server = try await FaultServer()
        var options = ConnectionOptions()
        options.addresses = ["api.invalid:\(server.port):127.0.0.1"]
        let transport = CurlTransport(userAgent: "test/1", options: options)
        _ = try await transport.send(post("http://api.invalid:\(server.port)/otp"), deadline: longDeadline)
        #expect(server.requests.first?.header("host") == "api.invalid:\(server.port)")
    }

    @Test("a body larger than a socket's buffer arrives completely")
    func largeBody() async throws {
        let server = try await FaultServer()
        let body = String(repeating: "x", count: 2_000_000)
        _ = try await transport.send(post(server.url, body: body), deadline: longDeadline)
        #expect(server.requests.first?.body == Array(body.utf8))
    }

    @Test(
        "if the connection is lost after the request, the outcome is unknown and no second copy is sent",
        arguments: [Fault.closeBefore, .reset, .closeInHeaders, .closeInBody, .closeInChunk], [false, true])
    func onceOnly(_ fault: Fault, _ isReused: Bool) async throws {
        // On a reused connection, libcurl by default sends the request again.
        let faulty = isReused ? 2 : 1
        let server = try await FaultServer(fault, onRequest: faulty)
        if isReused { _ = try await transport.send(post(server.url), deadline: longDeadline) }
        let error = await failure(of: post(server.url))
        #expect(error?.delivery == .unknown)
        #expect(error?.reason == .connectionLost)
        #expect(server.requests.count == faulty)
        // The transport still works, and sends only the next request.
        _ = try await transport.send(post(server.url), deadline: longDeadline)
        #expect(server.requests.count == faulty + 1)
    }

    @Test("if the connection is closed after the response, the next request uses a new connection")
    func closedAfter() async throws {
        let server = try await FaultServer(.closeAfter)
        _ = try await transport.send(post(server.url), deadline: longDeadline)
        // A request on a connection that is being closed may be lost.
        while !server.openConnections.isEmpty { await Task.yield() }
        _ = try await transport.send(post(server.url), deadline: longDeadline)
        #expect(server.requests.count == 2)
    }

    @Test("interim responses are ignored")
    func interim() async throws {
        let server = try await FaultServer(.interim)
        let response = try await transport.send(post(server.url), deadline: longDeadline).response
        #expect(response.status == 200)
        #expect(response.header("x-hint") == nil)
    }

    @Test("a request without a body is not repeated either", arguments: ["GET", "DELETE"])
    func onceOnlyWithoutBody(_ method: String) async throws {
        let server = try await FaultServer(.closeBefore, onRequest: 2)
        let request = HTTPRequest(method: method, url: server.url, headers: [], body: nil)
        _ = try await transport.send(request, deadline: longDeadline)
        #expect(await failure(of: request)?.delivery == .unknown)
        #expect(server.requests.count == 2)
    }

    @Test("an answer that arrived in time counts, although a step kept the thread busy past the deadline")
    func busyThread() async throws {
        let executor = try #require(transport.preferredExecutor(forJob: 0))
        // Long enough for the server to answer in time on a machine that is busy with other tests.
        let (deadline, isBusy) = (Duration.seconds(5), DispatchSemaphore(value: 0))
        let server = try await FaultServer { _, _ in
            // The step starts when the request is out, and before the answer.
            Task(executorPreference: executor) {
                isBusy.signal()
                // It holds the thread, which is what a long step does.
                let end = ContinuousClock.now + deadline + .milliseconds(100)
                while ContinuousClock.now < end { usleep(10_000) }
            }
            isBusy.wait()
            return [.send(SandboxResponse.ok.encoded())]
        }
        let request = post(server.url)
        let task = Task(executorPreference: executor) { try await transport.send(request, deadline: deadline) }
        #expect(try await task.value.response.status == 200)
    }

    @Test("the deadline covers the whole exchange", arguments: [Fault.silent, .dripHeaders, .dripBody])
    func deadline(_ fault: Fault) async throws {
        let server = try await FaultServer(fault)
        let error = await failure(of: post(server.url), deadline: .seconds(1))
        #expect(error?.reason == .deadline)
        #expect(error?.delivery == .unknown)
        #expect(server.requests.count == 1)
    }

    @Test("a response above the size limit is stopped", arguments: [Fault.endlessBody, .endlessHeaders])
    func bodyCap(_ fault: Fault) async throws {
        let server = try await FaultServer(fault)
        #expect(await failure(of: post(server.url))?.reason == .bodyTooLarge)
    }

    @Test("redirects are not followed", arguments: [301, 302, 303, 307, 308])
    func redirects(_ status: Int) async throws {
        let target = try await FaultServer()
        let redirect = SandboxResponse(status: status, headers: [("location", target.url)], body: [])
        let server = try await FaultServer(answering: redirect)
        let exchange = try await transport.send(post(server.url), deadline: longDeadline)
        #expect(exchange.response.status == status)
        #expect(target.requests.isEmpty)
    }

    @Test("a request that was certainly not sent is reported as not sent")
    func notSent() async throws {
        // A bound port that nobody listens on; because it is bound, no other test can get it.
        let descriptor = socket(AF_INET, streamSocket, 0)
        defer { close(descriptor) }
        let port = try #require(bindToFreePort(descriptor))
        let refused = await failure(of: post("http://127.0.0.1:\(port)/"))
        #expect(refused?.reason == .connectionFailed)
        #expect(refused?.delivery == .notSent)
        let unresolved = await failure(of: post("http://no-such-host.invalid/"))
        #expect(unresolved?.delivery == .notSent)
    }

    @Test("a server without TLS gets no byte of HTTP")
    func tls() async throws {
        let server = try await FaultServer()
        let transport = transport
        let error = await failure(
            of: post("https://127.0.0.1:\(server.port)/"), transport: transport, deadline: .seconds(1))
        #expect(error?.delivery == .notSent)
        #expect(server.requests.isEmpty)
    }

    @Test(
        "header and request line injections are refused before connecting",
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

    @Test("cancelling ends the request in flight")
    func cancelling() async throws {
        let server = try await FaultServer(.silent)
        let task = Task { await failure(of: post(server.url)) }
        while server.requests.isEmpty { await Task.yield() }
        task.cancel()
        let error = await task.value
        #expect(error?.reason == .cancelled)
        #expect(error?.delivery == .unknown)
    }

    @Test("a task that is already cancelled sends nothing")
    func cancelledEarly() async throws {
        let server = try await FaultServer(.silent)
        let request = post(server.url)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return await failure(of: request)
        }
        task.cancel()
        let error = await task.value
        #expect(error?.reason == .cancelled)
        #expect(error?.delivery == .notSent)
        #expect(server.openConnections.isEmpty)
    }

    @Test("nothing is kept of a transfer that is over, even if it is cancelled later")
    func cancelledLate() async throws {
        let server = try await FaultServer()
        let loop = try CurlLoop(userAgent: "test/1")
        func send(_ id: UInt64) async -> CurlLoop.Outcome {
            await withUnsafeContinuation { continuation in
                loop.start(
                    CurlLoop.Start(
                        id: id, request: post(server.url), deadline: longDeadline, continuation: continuation))
            }
        }
        let (first, second) = (loop.nextTransferID(), loop.nextTransferID())
        #expect(try await send(first).get().response.status == 200)
        loop.cancel(first)
        // The loop does its work in order, so that the cancellation is done when this transfer is over.
        #expect(try await send(second).get().response.status == 200)
        #expect(loop.inbox.withLock(\.unstarted).isEmpty)
        loop.stop()
    }

    @Test("many parallel tasks each get the response to their own request")
    func concurrent() async throws {
        let server = try await FaultServer()
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
