import FlyingSocks
import JSON
import Testing

@testable import EkoSandbox

@Suite("The page and its live events", .timeLimit(.minutes(5)))
struct PageTests {
    @Test("it is one file that loads nothing else")
    func page() async throws {
        let sandbox = try await TestSandbox.start()
        let page = try await sandbox.send("GET", "/_sandbox/")
        #expect(page.status == 200)
        #expect(page.head.contains("content-type: text/html; charset=utf-8"))
        #expect(page.head.contains("content-security-policy: default-src 'none'"))
        #expect(page.head.contains("frame-ancestors 'none'") && page.head.contains("x-frame-options: DENY"))
        #expect(page.body.hasPrefix("<!DOCTYPE html>"))
        #expect(!page.body.contains("innerHTML"))
        #expect(page.body.firstMatch(of: #/(src|href)="https?:/#) == nil)
        #expect(try await sandbox.send("GET", "/_sandbox").head.contains("location: /_sandbox/"))
        await sandbox.stop()
    }

    @Test("a watcher gets a snapshot, and then each call and each change of a phone")
    func events() async throws {
        let sandbox = try await TestSandbox.start()
        _ = try await sandbox.sendOTP()
        let watcher = try await Watcher(sandbox)
        let snapshot = try await watcher.next()
        #expect(snapshot.event == "snapshot")
        #expect(snapshot.data.contains(#""messages":[{"mobile":"9002336768""#))
        #expect(snapshot.data.contains(#""calls":[{"time":1700000000000,"method":"POST""#))

        let otp = try await sandbox.sendOTP().otp
        let phone = try await watcher.next()
        #expect(phone.event == "phone")
        #expect(phone.data.contains(#""state":"replaced""#) && phone.data.contains(#""state":"open""#))
        let call = try await watcher.next()
        #expect(call.event == "call")
        #expect(call.data.contains(#""http":200,"status":0,"mobile":"9002336768""#))

        _ = try await sandbox.verify(otp)
        #expect(try await watcher.next().data.contains(#""state":"used""#))
        #expect(try await watcher.next().event == "call")
        _ = try await sandbox.send("GET", "/ekoapi/v3/nothing")
        #expect(try await watcher.next().data.contains(#""http":404"#))
        _ = try await sandbox.control("clock", #"{"advance":"1m"}"#)
        #expect(try await watcher.next().event == "clock")
        _ = try await sandbox.control("reset", "{}")
        #expect(try await watcher.next().data.contains(#""messages":[],"calls":[]"#))
        await sandbox.stop()
    }

    @Test("a watcher that disconnects is forgotten, and other watchers still get events")
    func leaving() async throws {
        let sandbox = try await TestSandbox.start()
        let staying = try await Watcher(sandbox)
        _ = try await staying.next()
        let leaving = try await Watcher(sandbox)
        _ = try await leaving.next()
        try leaving.socket.close()
        for _ in 0..<3 {
            _ = try await sandbox.callSend(to: mobile)
            #expect(try await staying.next().event == "phone")
            #expect(try await staying.next().event == "call")
        }
        await sandbox.stop()
    }

    @Test("events contain no key and no signature")
    func secrets() async throws {
        let sandbox = try await TestSandbox.start()
        let watcher = try await Watcher(sandbox)
        _ = try await watcher.next()
        _ = try await sandbox.callSend(to: mobile, headers: ["secret-key": "c2lnbmF0dXJlLW9mLXRoZS1jYWxsZXI="])
        let call = try await watcher.next()
        #expect(call.data.contains(#""http":403"#))
        #expect(!call.data.contains("c2lnbmF0dXJl"))
        await sandbox.stop()
    }
}

/// Reads server-sent events.
private final class Watcher {
    let socket: AsyncSocket
    private var buffer = ""

    init(_ sandbox: TestSandbox) async throws {
        socket = try await connect(to: sandbox.port)
        try await socket.write(.init("GET /_sandbox/events HTTP/1.1\r\nhost: x\r\n\r\n".utf8))
        _ = try await block()
    }

    func next() async throws -> (event: String, data: String) {
        let lines = try await block().split(separator: "\n").map(String.init)
        return (String(lines[0].dropFirst("event: ".count)), String(lines[1].dropFirst("data: ".count)))
    }

    /// The text up to the next empty line.
    private func block() async throws -> String {
        while true {
            let text = buffer.replacing("\r\n", with: "\n")
            if let end = text.firstRange(of: "\n\n") {
                buffer = String(text[end.upperBound...])
                return String(text[..<end.lowerBound])
            }
            buffer += String(decoding: try await socket.read(atMost: 4_096), as: UTF8.self)
        }
    }
}
