import Testing

@testable import EkoSandbox

@Suite("Only the sandbox's own names call it, at whatever address it listens")
struct HostCheckTests {
    @Test(
        "each spelling of an address is the same address",
        arguments: [
            ("127.0.0.1", "127.0.0.1", true), ("127.1", "127.0.0.1", true), ("localhost", "127.0.0.1", true),
            ("127.9.9.9", "127.9.9.9", true), ("::1", "::1", true), ("0:0:0:0:0:0:0:1", "::1", true),
            ("::ffff:127.0.0.1", "127.0.0.1", true), ("::FFFF:7f00:1", "127.0.0.1", true),
            ("0.0.0.0", "0.0.0.0", false),
            ("0", "0.0.0.0", false), ("::", "::", false), ("::ffff:0.0.0.0", "0.0.0.0", false),
            ("192.168.0.1", "192.168.0.1", false), ("FE80::1", "fe80::1", false),
        ])
    func address(_ text: String, _ usual: String, _ isLoopback: Bool) throws {
        let address = try #require(ListenAddress(text))
        #expect(address.text == usual)
        #expect(address.isLoopback == isLoopback)
    }

    @Test("another text is no address", arguments: ["", "example.com", "127.0.0.1 x", "999.1.1.1", "[::1]", "::1%lo"])
    func noAddress(_ text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test(
        "a name with a dot may be another site's, unless only a local network has it",
        arguments: [
            (nil, true, true), ("localhost:1", true, true), ("127.0.0.1", true, true), ("[::1]:7357", true, true),
            ("192.168.0.7:80", true, true), ("sandbox", true, true), ("evil.example", false, false),
            ("LOCALHOST.evil.example:80", false, false), ("ci.example.com", false, true),
            ("x.ci.example.com", false, false),
            ("sandbox.ns.svc.cluster.local:80", false, true), ("a.internal", false, true),
            ("notlocal.example", false, false),
        ] as [(String?, Bool, Bool)])
    func host(_ host: String?, _ onLoopback: Bool, _ onAll: Bool) {
        func allows(_ address: String) -> Bool {
            HostCheck(ListenAddress(address), machineName: "CI.example.com").allows(host)
        }
        for address in ["127.0.0.1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"] { #expect(allows(address) == onLoopback) }
        for address in ["0.0.0.0", "::", "192.168.0.1"] { #expect(allows(address) == onAll) }
    }

    @Test("the server asks it, at an address in an unusual spelling", .timeLimit(.minutes(5)))
    func served() async throws {
        let server = try await SandboxServer.start(configuration(clock: { now }), host: "::ffff:127.0.0.1")
        for (host, status) in [("evil.example", 403), ("localhost", 200)] {
            let socket = try await connect(to: server.port)
            try await socket.write(
                .init("GET /_sandbox/inbox HTTP/1.1\r\nhost: \(host)\r\nconnection: close\r\n\r\n".utf8))
            #expect(String(decoding: try await socket.read(atMost: 12), as: UTF8.self) == "HTTP/1.1 \(status)")
            try socket.close()
        }
        await server.stop()
    }
}
