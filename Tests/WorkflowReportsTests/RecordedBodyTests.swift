import HTTP
import JSON
import Secrets
import Testing
import Times

@testable import WorkflowEngine
@testable import WorkflowReports

@Suite("A recording has what expectations of text and bytes need, and no more")
struct RecordedBodyTests {
    private static let checksum = String(repeating: "9876543210abcdef", count: 4)

    private func recorded(
        _ body: [UInt8], type: String = "text/plain", request: JSONValue? = nil, secrets: [Secret] = [],
        hidesResponse: Bool = false
    ) -> RecordedExchange {
        let exchange = JudgedExchange(
            method: "POST", url: "http://x", requestBody: request, requestQuery: [:],
            response: HTTPResponse(status: 200, headers: [HTTPHeader("content-type", type)], body: body),
            timings: HTTPTimings(), time: Timestamp(milliseconds: 0),
            digest: BodyDigest(size: body.count, sha256: Self.checksum), variables: [:])
        let json = ExchangeRecorder().json(
            exchange, Redactor(secrets, masksNumbers: true), hidesResponse: hidesResponse)
        guard case .object(let object)? = try? parseJSON(Array(json.utf8)) else { return RecordedExchange() }
        return RecordedExchange(object)
    }

    @Test("size and checksum are read back")
    func digest() {
        #expect(recorded(Array("plain".utf8)).digest == BodyDigest(size: 5, sha256: Self.checksum))
        #expect(recorded([0xFF, 0]).digest == BodyDigest(size: 2, sha256: Self.checksum))
        #expect(recorded([UInt8](repeating: 0xFF, count: 300_000)).digest?.sha256 == Self.checksum)
    }

    @Test("a checksum of a text with something hidden in it is left out: what is hidden could be found by trying")
    func hidden() {
        let digest = BodyDigest(size: 20, sha256: nil)
        #expect(recorded(Array("to 9002336768, hello".utf8)).digest == digest)
        #expect(recorded(Array("the secret is hidden".utf8), secrets: [Secret("secret is")]).digest == digest)
        #expect(recorded(Array("plain".utf8), hidesResponse: true).digest == nil)
    }

    @Test("text in Latin-1 is recorded as text")
    func latin1() {
        guard case .text(let text) = recorded([0xE4], type: "text/html; charset=iso-8859-1").body else {
            Issue.record("not text")
            return
        }
        #expect(text == "ä")
        guard case .notUTF8 = recorded([0xE4]).body else {
            Issue.record("text")
            return
        }
    }

    @Test("in fields, secrets and numbers are replaced; the checksum of a file is kept")
    func request() {
        let file: JSONValue = ["file": "9002336768.jpg", "size": 1, "sha256": .string(Self.checksum)]
        let request: JSONValue = ["otp": "4821", "to": "9002336768", "photo": file, "sha256": "9002336768"]
        guard case .object(let object)? = recorded([], request: request).request,
            case .object(let photo)? = object["photo"]
        else {
            Issue.record("no fields")
            return
        }
        #expect(object["otp"] != "4821")
        #expect(object["to"] != "9002336768")
        #expect(object["sha256"] != "9002336768")
        #expect(photo["sha256"] == .string(Self.checksum))
        #expect(photo["file"] != "9002336768.jpg")
        let known = recorded([], request: request, secrets: [Secret(Self.checksum)])
        #expect(known.request?.serialized.contains(Self.checksum) == false)
        guard case .string(let text)? = recorded([], request: "mobile=9002336768&otp=4821").request else {
            Issue.record("no string")
            return
        }
        #expect(!text.contains("9002336768") && !text.contains("4821"))
    }

    @Test("a recording stays JSON, whatever the name of a secret stands before")
    func names() {
        for message in ["wrong otp=", "wrong otp:", "wrong otp= ", "token=", "password:"] {
            let body = #"{"status":1,"message":"\#(message)","data":{"otp":"4821"}}"#
            guard case .json(let text) = recorded(Array(body.utf8), type: "application/json").body,
                case .object(let object)? = try? parseJSON(Array(text.utf8))
            else {
                Issue.record("no JSON after '\(message)'")
                continue
            }
            #expect(object["status"] == 1)
            #expect(object["message"] == .string(message))
            #expect(!text.contains("4821"))
        }
    }
}
