import Foundation
import HTTP
import Testing

@testable import CurlTransport
@testable import EkoSandbox

/// The sandbox has one too, which reads forms.
private typealias MultipartForm = HTTP.MultipartForm

private let longDeadline = Duration.seconds(240)

@Suite("Forms are sent from the disk, byte for byte, or not at all", .timeLimit(.minutes(5)))
struct UploadTests {
    private let transport = CurlTransport(userAgent: "test/1")
    private let path = FileManager.default.temporaryDirectory.appending(path: "ekoflow-upload-\(UUID().uuidString)")
        .path
    /// Larger than every buffer, and with each byte in it.
    private let bytes = (0..<3_000_001).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }

    private func file(_ content: [UInt8]) throws -> FileContent {
        try Data(content).write(to: URL(filePath: path))
        return try UploadFile(path: path, size: content.count).content()
    }

    private func request(_ url: String, _ parts: [MultipartForm.Part], method: String = "POST") -> HTTPRequest {
        HTTPRequest(
            method: method, url: url, headers: [HTTPHeader("content-type", "multipart/form-data; boundary=b")],
            body: nil,
            form: MultipartForm(boundary: "b", parts: parts))
    }

    private func failure(of request: HTTPRequest) async -> TransportError? {
        do {
            _ = try await transport.send(request, deadline: longDeadline)
            return nil
        } catch {
            return error
        }
    }

    @Test("fields and files arrive in one body whose length is known", arguments: ["POST", "PUT", "PATCH"])
    func exchange(_ method: String) async throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let server = try await FaultServer()
        let parts = try [
            MultipartForm.Part(name: "a\"\r\nb", content: .bytes(Array("ü".utf8))),
            MultipartForm.Part(
                name: "photo", fileName: "p.jpg", contentType: "image/jpeg", content: .file(file(bytes))),
        ]
        _ = try await transport.send(request(server.url, parts, method: method), deadline: longDeadline)
        let received = try #require(server.requests.first)
        let start =
            "--b\r\nContent-Disposition: form-data; name=\"a%22%0D%0Ab\"\r\n\r\nü\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"p.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"
        #expect(received.method == method)
        #expect(received.body == Array(start.utf8) + bytes + Array("\r\n--b--\r\n".utf8))
        #expect(received.header("content-length") == "\(received.body.count)")
        #expect(received.header("transfer-encoding") == nil)
        #expect(received.header("expect") == nil)
        #expect(received.header("content-type") == "multipart/form-data; boundary=b")
        // The handle is used again, without the form.
        let next = HTTPRequest(method: "POST", url: server.url, headers: [], body: [1])
        _ = try await transport.send(next, deadline: longDeadline)
        _ = try await transport.send(
            HTTPRequest(method: "GET", url: server.url, headers: [], body: nil), deadline: longDeadline)
        #expect(server.requests.map(\.body).dropFirst() == [[1], []])
    }

    @Test("a file that has another size, or is gone, is not sent", arguments: [[1, 2], nil] as [[UInt8]?])
    func otherFile(_ later: [UInt8]?) async throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let server = try await FaultServer()
        let content = try file([1, 2, 3])
        if let later {
            _ = try file(later)
        } else {
            try FileManager.default.removeItem(atPath: path)
        }
        let error = await failure(of: request(server.url, [.init(name: "f", fileName: "f", content: .file(content))]))
        #expect(error?.delivery == .notSent)
        #expect(error?.message.hasPrefix("the file \(path) ") == true)
        #expect(server.requests.isEmpty)
    }

    @Test("a file with other bytes of the same size never arrives as a whole request")
    func otherBytes() async throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let server = try await FaultServer()
        let content = try file(bytes)
        _ = try file(bytes.reversed())
        let error = await failure(of: request(server.url, [.init(name: "f", fileName: "f", content: .file(content))]))
        #expect(error?.delivery == .unknown)
        #expect(error?.message.hasPrefix("the file \(path) has changed while it was sent") == true)
        #expect(server.requests.isEmpty)
        // The transport still works.
        _ = try await transport.send(
            HTTPRequest(method: "POST", url: server.url, headers: [], body: []), deadline: longDeadline)
        #expect(server.requests.count == 1)
    }

    @Test("what a link leads to is not sent, nor what is no file")
    func links() throws {
        let link = path + "-link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/etc/passwd")
        defer { try? FileManager.default.removeItem(atPath: link) }
        for path in [link, "/tmp", "/dev/null"] {
            #expect(throws: UploadError.self) { try UploadFile(path: path, size: nil).content() }
        }
    }

    @Test("another file of the same size, and the same file after a change, are not what was checked")
    func replaced() throws {
        try Data("first".utf8).write(to: URL(filePath: path))
        let file = try UploadFile(checked: path)
        #expect(try file.content().size == 5)
        // An atomic write makes another file of the same name.
        try Data("other".utf8).write(to: URL(filePath: path), options: .atomic)
        #expect(throws: UploadError.self) { try file.content() }
        let again = try UploadFile(checked: path)
        try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: path)
        #expect(throws: UploadError.self) { try again.content() }
    }

    @Test("if the connection is lost, a form is not sent a second time", arguments: [false, true])
    func onceOnly(_ isReused: Bool) async throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let faulty = isReused ? 2 : 1
        let server = try await FaultServer(.closeBefore, onRequest: faulty)
        let request = try request(server.url, [.init(name: "f", fileName: "f", content: .file(file([1, 2, 3])))])
        if isReused { _ = try await transport.send(request, deadline: longDeadline) }
        #expect(await failure(of: request)?.delivery == .unknown)
        #expect(server.requests.count == faulty)
    }
}
