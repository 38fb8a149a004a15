import JSON

/// A way to damage the answer on its way to the client. The request still takes effect: an SMS is sent.
package enum Fault: String, CaseIterable, Sendable {
    case closeBefore = "close_before"
    case reset
    case closeInHeaders = "close_in_headers"
    case closeInBody = "close_in_body"
    case closeInChunk = "close_in_chunk"
    case closeAfter = "close_after"
    case silent
    case dripHeaders = "drip_headers"
    case dripBody = "drip_body"
    case emptyBody = "empty_body"
    case notJSON = "not_json"
    case cutJSON = "cut_json"
    case trailingComma = "trailing_comma"
    case byteOrderMark = "byte_order_mark"
    case invalidUTF8 = "invalid_utf8"
    case deepJSON = "deep_json"
    case endlessBody = "endless_body"
    case endlessHeaders = "endless_headers"
    case compressed
    case notHTTP = "not_http"
    case interim
    case echo

    /// Its number in magic numbers, from 1. Add new faults at the end.
    var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }

    init?(number: Int) {
        guard 1...Self.allCases.count ~= number else { return nil }
        self = Self.allCases[number - 1]
    }

    /// What the server does, in words.
    var summary: String {
        switch self {
        case .closeBefore: "closes the connection without a byte of an answer"
        case .reset: "resets the connection without a byte of an answer"
        case .closeInHeaders: "closes the connection in the middle of the headers"
        case .closeInBody: "closes the connection in the middle of the body"
        case .closeInChunk: "closes the connection in the middle of a chunk of the body"
        case .closeAfter: "answers, and then closes the connection without a header that announces it"
        case .silent: "never answers"
        case .dripHeaders: "sends the headers, a byte every half second"
        case .dripBody: "sends the body, a byte every half second"
        case .emptyBody: "answers with an empty body"
        case .notJSON: "answers with an HTML page"
        case .cutJSON: "answers with JSON that is cut in the middle"
        case .trailingComma: "answers with JSON that has one comma too many"
        case .byteOrderMark: "answers with JSON after a byte order mark"
        case .invalidUTF8: "answers with JSON that is not UTF-8"
        case .deepJSON: "answers with JSON of 100,000 levels"
        case .endlessBody: "answers with a body that does not end"
        case .endlessHeaders: "answers with headers that do not end"
        case .compressed: "answers with a body that is compressed"
        case .notHTTP: "answers with something that is not HTTP"
        case .interim: "answers with two interim responses before the final one"
        case .echo: "repeats the headers of the request in the message of the answer"
        }
    }

    /// How long a drip waits before each byte.
    package static let dripPause = Duration.milliseconds(500)
}

extension Fault {
    /// What happens on the connection in place of sending `response`.
    package func actions(for response: SandboxResponse, to request: SandboxRequest) -> [ConnectionAction] {
        let body = response.body
        switch self {
        case .closeBefore: return [.close]
        case .reset: return [.reset]
        case .closeInHeaders: return [.send(Array(response.encoded().prefix(20))), .close]
        case .closeInBody: return [.send(response.encoded().dropLast(max(1, body.count / 2))), .close]
        case .closeInChunk:
            let chunk = Array("\(String(body.count, radix: 16))\r\n".utf8) + body.prefix(body.count / 2)
            return [.send(response.head(more: "transfer-encoding: chunked\r\n") + chunk), .close]
        case .closeAfter: return [.send(response.encoded()), .close]
        case .silent: return [.staySilent]
        case .dripHeaders: return [.drip(response.encoded(), every: Self.dripPause)]
        case .dripBody:
            return [
                .send(response.head(more: "content-length: \(body.count)\r\n")), .drip(body, every: Self.dripPause),
            ]
        case .emptyBody: return response.sent(with: [])
        case .notJSON:
            let page = "<!DOCTYPE html><title>Bad gateway</title><h1>Bad gateway</h1>"
            return SandboxResponse(
                status: response.status, headers: [("content-type", "text/html")], body: Array(page.utf8)
            )
            .sent()
        case .cutJSON: return response.sent(with: Array(body.dropLast(max(1, body.count / 2))))
        case .trailingComma: return response.sent(with: body.dropLast() + Array(",}".utf8))
        case .byteOrderMark: return response.sent(with: [0xEF, 0xBB, 0xBF] + body)
        case .invalidUTF8:
            return response.sent(with: Array(#"{"status":0,"message":"caf"#.utf8) + [0xE9] + Array(#""}"#.utf8))
        case .deepJSON:
            let levels = 100_000
            return response.sent(
                with: [UInt8](repeating: UInt8(ascii: "["), count: levels)
                    + [UInt8](repeating: UInt8(ascii: "]"), count: levels))
        case .endlessBody:
            let size = 1 << 16
            let chunk = Array("\(String(size, radix: 16))\r\n".utf8) + [UInt8](repeating: 32, count: size)
            return [.send(response.head(more: "transfer-encoding: chunked\r\n")), .flood(chunk + [13, 10])]
        case .endlessHeaders:
            let line = "x-endless: \(String(repeating: "x", count: 1_000))\r\n"
            return [.send(Array("HTTP/1.1 200 OK\r\n".utf8)), .flood(Array(line.utf8))]
        case .compressed:
            var compressed = response
            compressed.headers.append(("content-encoding", "gzip"))
            return compressed.sent(with: gzip(body))
        case .notHTTP: return [.send(Array("220 mail.example ESMTP\r\n".utf8)), .close]
        case .interim:
            let interim = "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nx-hint: early\r\n\r\n"
            return [.send(Array(interim.utf8) + response.encoded())]
        case .echo:
            let headers = request.headers.map { "\($0.name): \($0.value)" }.joined(separator: ", ")
            return response.sent(with: Array(response.withMessage(headers).serialized.utf8))
        }
    }
}

extension SandboxResponse {
    fileprivate func sent(with body: [UInt8]? = nil) -> [ConnectionAction] {
        var response = self
        if let body { response.body = body }
        return [.send(response.encoded())]
    }

    /// The body with its `message` replaced.
    fileprivate func withMessage(_ message: String) -> JSONValue {
        guard case .object(let object)? = try? parseJSON(body) else { return ["message": .string(message)] }
        let members = object.members.map { $0.name == "message" ? (name: $0.name, value: .string(message)) : $0 }
        return .object(JSONObject(members))
    }
}
