import FlyingSocks
import Foundation
import Testing

@testable import EkoSandbox

@Suite("The server survives bad clients", .timeLimit(.minutes(5)))
struct ConnectionTests {
    private static let answer = SandboxResponse(status: 200, body: Array("ok".utf8)).encoded()

    @Test("a thousand silent connections do not block the next client")
    func idle() async throws {
        var limits = ConnectionLimits()
        limits.maximumCount = 200
        let server = try await HTTPServer.start(limits: limits) { _ in [.send(Self.answer)] }
        var sockets: [AsyncSocket] = []
        // Connections that the server has closed are closed here too, because a process can open only so many files.
        for _ in 0..<1_000 {
            sockets.append(try await connect(to: server.port))
            if sockets.count > 300 { try sockets.removeFirst().close() }
        }
        #expect(try await get(server.port).hasPrefix("HTTP/1.1 200"))
        // The oldest connections were closed.
        await #expect(throws: SocketError.disconnected) { _ = try await sockets[0].read(atMost: 1) }
        for socket in sockets { try socket.close() }
        await server.stop()
    }

    @Test(
        "a client that is silent or sends only a part of a request is disconnected after the time limit",
        arguments: ["", "GET / HTTP/1.1\r\nx"])
    func timeLimits(_ start: String) async throws {
        var limits = ConnectionLimits()
        limits.idle = .milliseconds(50)
        limits.request = .milliseconds(50)
        let server = try await HTTPServer.start(limits: limits) { _ in [.send(Self.answer)] }
        let socket = try await connect(to: server.port)
        try await socket.write(Data(start.utf8))
        await #expect(throws: (any Error).self) {
            while true { _ = try await socket.read(atMost: 4_096) }
        }
        await server.stop()
    }

    @Test("a client that does not read the answer is disconnected after the time limit")
    func slowReader() async throws {
        var limits = ConnectionLimits()
        limits.write = .milliseconds(50)
        let server = try await HTTPServer.start(limits: limits) { _ in [.flood(Self.answer)] }
        let socket = try await connect(to: server.port)
        try await socket.write(Data("GET / HTTP/1.1\r\n\r\n".utf8))
        // The server accepts the client's bytes only until it disconnects.
        await #expect(throws: (any Error).self) {
            while true {
                try await socket.write(Data("x".utf8))
                try await Task.sleep(for: .milliseconds(10))
            }
        }
        await server.stop()
    }

    @Test("a request that arrives byte by byte does not extend its time limit")
    func slowRequest() async throws {
        var limits = ConnectionLimits()
        limits.request = .milliseconds(100)
        let server = try await HTTPServer.start(limits: limits) { _ in [.send(Self.answer)] }
        let socket = try await connect(to: server.port)
        await #expect(throws: (any Error).self) {
            while true {
                try await socket.write(Data("x".utf8))
                try await Task.sleep(for: .milliseconds(10))
            }
        }
        await server.stop()
    }

    @Test("partial requests, garbage and closed connections do not affect the next client")
    func badClients() async throws {
        let server = try await HTTPServer.start { _ in [.send(Self.answer)] }
        let starts = [
            "", "G", "GET / HTTP/1.1", "POST / HTTP/1.1\r\ncontent-length: 10\r\n\r\nabc", "\0\u{1}\u{2}\r\n\r\n",
            "\r\n\r\n\r\n\r\n", "GET / HTTP/1.1\r\n: x\r\n\r\n", "GET  HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\na b: c\r\n\r\n",
        ]
        for start in starts {
            let socket = try await connect(to: server.port)
            try await socket.write(Data(start.utf8))
            try socket.close()
            #expect(try await get(server.port).hasPrefix("HTTP/1.1 200"))
        }
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<100 {
            let socket = try await connect(to: server.port)
            let bytes = (0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) } + Array("\r\n\r\n".utf8)
            try await socket.write(Data(bytes))
            try socket.close()
        }
        #expect(try await get(server.port).hasPrefix("HTTP/1.1 200"))
        await server.stop()
    }

    @Test("a client that asks before it sends a body is told to continue")
    func expectContinue() async throws {
        let server = try await HTTPServer.start { request in
            [.send(SandboxResponse(status: 200, body: request.body).encoded())]
        }
        let socket = try await connect(to: server.port)
        try await socket.write(Data("POST / HTTP/1.1\r\ncontent-length: 4\r\nexpect: 100-continue\r\n\r\n".utf8))
        #expect(try await text(from: socket, until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
        try await socket.write(Data("body".utf8))
        #expect(try await text(from: socket, until: "body").hasPrefix("HTTP/1.1 200"))
        await server.stop()
    }

    @Test(
        "HTTP/1.0 and 'connection: close' end the connection",
        arguments: ["HTTP/1.0\r\n", "HTTP/1.1\r\nconnection: Close\r\n"])
    func closing(_ rest: String) async throws {
        let server = try await HTTPServer.start { _ in [.send(Self.answer)] }
        let socket = try await connect(to: server.port)
        try await socket.write(Data("GET / \(rest)\r\n".utf8))
        _ = try await text(from: socket, until: "ok")
        await #expect(throws: SocketError.disconnected) { try await socket.read(atMost: 1) }
        await server.stop()
    }

    @Test("long chunk extensions are accepted, and only the chunks become the body")
    func manyChunks() async throws {
        let server = try await HTTPServer.start { request in
            [.send(SandboxResponse(status: 200, body: Array("\(request.body.count)ok".utf8)).encoded())]
        }
        let socket = try await connect(to: server.port)
        let chunk = "1;\(String(repeating: "x", count: 30_000))\r\na\r\n"
        try await socket.write(Data("POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n".utf8))
        for _ in 0..<20 { try await socket.write(Data(chunk.utf8)) }
        try await socket.write(Data("0\r\n\r\n".utf8))
        #expect(try await text(from: socket, until: "ok").hasSuffix("\r\n\r\n20ok"))
        await server.stop()
    }

    @Test("a client that disconnects during a delay is closed")
    func leftWaiting() async throws {
        let server = try await HTTPServer.start { _ in [.wait(.seconds(3_600))] }
        let socket = try await connect(to: server.port)
        try await socket.write(Data("GET / HTTP/1.1\r\n\r\n".utf8))
        shutdown(socket.socket.file.rawValue, Int32(SHUT_WR))
        await #expect(throws: SocketError.disconnected) { try await socket.read(atMost: 1) }
        await server.stop()
    }

    @Test("reused descriptors are watched each time")
    func reusedDescriptors() async throws {
        let server = try await HTTPServer.start { _ in [.send(Self.answer)] }
        for _ in 0..<500 {
            let socket = try await connect(to: server.port)
            try socket.close()
            #expect(try await get(server.port).hasPrefix("HTTP/1.1 200"))
        }
        await server.stop()
    }

    @Test("a response to HEAD and a 304 have no body")
    func noBody() async throws {
        let sandbox = try await TestSandbox.start()
        for request in [
            "HEAD /_sandbox/ HTTP/1.1\r\n\r\n",
            request(body: magicBody).replacing("host: x", with: "host: x\r\nconnection: close"),
        ] {
            let socket = try await connect(to: sandbox.port)
            try await socket.write(Data(request.utf8))
            var text = ""
            while let bytes = try? await socket.read(atMost: 4_096) { text += String(decoding: bytes, as: UTF8.self) }
            #expect(text.hasPrefix("HTTP/1.1 405") || text.hasPrefix("HTTP/1.1 304"))
            #expect(text.hasSuffix("\r\n\r\n"))
        }
        await sandbox.stop()
    }

    private let magicBody = #"{"initiator_id":"9962981729","csp_id":"1","mobile":"0000120304"}"#

    @Test(
        "another site's page whose name resolves to this machine is refused",
        arguments: [
            ("evil.example", 403), ("localhost:1", 200), ("127.0.0.1", 200), ("[::1]:7357", 200), ("sandbox:7357", 200),
        ])
    func hostNames(_ host: String, _ status: Int) async throws {
        let sandbox = try await TestSandbox.start()
        let response = try await sandbox.send(raw: "GET /_sandbox/inbox HTTP/1.1\r\nhost: \(host)\r\n\r\n")
        #expect(response.status == status)
        await sandbox.stop()
    }

    @Test("stopping closes every connection, also one that would never be answered")
    func stopping() async throws {
        // Another test can get the port as soon as it is free, but hardly each time.
        for _ in 0..<10 {
            let server = try await HTTPServer.start { _ in [.staySilent] }
            let socket = try await connect(to: server.port)
            try await socket.write(Data("GET / HTTP/1.1\r\n\r\n".utf8))
            await server.stop()
            await #expect(throws: (any Error).self) { try await socket.read(atMost: 1) }
            guard (try? await connect(to: server.port)) != nil else { return }
        }
        Issue.record("ten servers that were stopped still accepted connections")
    }

    @Test("an address that is in use or invalid is an error", arguments: ["127.0.0.1", "localhost", "999.1.1.1"])
    func address(_ host: String) async throws {
        let server = try await HTTPServer.start { _ in [] }
        await #expect(throws: HTTPServerError.self) {
            _ = try await HTTPServer.start(host: host, port: server.port) { _ in [] }
        }
        await server.stop()
    }

    @Test("it also listens on IPv6")
    func ipv6() async throws {
        let server = try await HTTPServer.start(host: "::1") { _ in [.send(Self.answer)] }
        #expect(server.port > 0)
        await server.stop()
    }

    private func get(_ port: UInt16) async throws -> String {
        let socket = try await connect(to: port)
        defer { try? socket.close() }
        try await socket.write(Data("GET / HTTP/1.1\r\n\r\n".utf8))
        return try await text(from: socket, until: "ok")
    }

    private func text(from socket: AsyncSocket, until end: String) async throws -> String {
        var text = ""
        while !text.hasSuffix(end) { text += String(decoding: try await socket.read(atMost: 4_096), as: UTF8.self) }
        return text
    }
}
