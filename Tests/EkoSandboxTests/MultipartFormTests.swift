import Testing

@testable import EkoSandbox

@Suite("Bodies of multipart/form-data", .serialized, .timeLimit(.minutes(5)))
struct MultipartFormTests {
    private func form(_ body: String, _ type: String = "multipart/form-data; boundary=xyz") -> MultipartForm? {
        MultipartForm(Array(body.utf8), contentType: type)
    }

    private let file =
        "--xyz\r\nContent-Disposition: form-data; filename=\"a;\\\"b.png\"; name=pan_card\r\n\r\n1\r\n2\r\n\r\n--xyz--"

    @Test("parts have names, names of files and any content")
    func parts() throws {
        let part = try #require(form(file)?.parts.first)
        #expect(part.name == "pan_card" && part.fileName == "a;\"b.png")
        #expect(String(decoding: part.content, as: UTF8.self) == "1\r\n2\r\n")
        let two = form("preamble\r\n--xyz \r\ncontent-disposition:form-data;name=\"a\"\r\n\r\n\r\n" + file)
        #expect(two?.parts.map(\.name) == ["a", "pan_card"])
        #expect(two?.parts.first?.content == [] && two?.parts.first?.fileName == nil)
    }

    @Test("the boundary may be in quotes")
    func quotedBoundary() {
        #expect(form(file, #"multipart/form-data; charset=utf-8; Boundary="xyz""#)?.parts.count == 1)
    }

    @Test(
        "anything else is refused",
        arguments: [
            "", "--xyz", "--xyz\r\n", "--xyz\r\n\r\nx\r\n--xyz--",
            "--xyz\r\ncontent-disposition: form-data\r\n\r\nx\r\n--xyz--",
            "--xyz\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\nx", "--abc--", "{}",
            "--xyz\r\ncontent-disposition: form-data; name=\"a\"\r\nx\r\n--xyz--",
        ])
    func malformed(_ body: String) {
        #expect(form(body) == nil)
    }

    @Test("a body without its boundary, or with too many parts, is refused")
    func bounds() {
        #expect(form(file, "multipart/form-data") == nil)
        #expect(form(file, "multipart/form-data; boundary=") == nil)
        let part = "--xyz\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\nx\r\n"
        #expect(form(String(repeating: part, count: MultipartForm.maximumParts) + "--xyz--") != nil)
        #expect(form(String(repeating: part, count: MultipartForm.maximumParts + 1) + "--xyz--") == nil)
    }

    @Test("an agent's documents are files, and the other parameters JSON in one part")
    func activation() async throws {
        let sandbox = try await TestSandbox.start()
        #expect(try await sandbox.call("aeps_activate").json["status"] == 0)
        #expect(try await sandbox.read("calls").body.contains(#""pan_card":"file pan_card.png, 3 bytes""#))
        #expect(try await sandbox.call("aeps_activate", ["pan_card": nil]).invalidParameters == ["pan_card"])
        let path = SandboxServer.basePath + "/admin/network/agent/1/aeps-fingpay/activate"
        let type: [String: String?] = ["content-type": "multipart/form-data; boundary=xyz"]
        let broken = try await sandbox.send("PUT", path, headers: type, body: TestSandbox.multipart("[]", files: []))
        #expect(broken.status == 400)
        #expect(broken.header("x-sandbox-reason")?.contains("with JSON in its part form-data") == true)
        await sandbox.stop()
    }
}
