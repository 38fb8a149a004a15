import HTTP
import SimulatedMachine

/// What reached the server, and what it answered.
struct Arrival {
    enum Answer {
        case success
        case refusal
        case garbage
        case http(Int)
    }

    let mark: String
    let path: String
    /// The person and the rupees that the request named.
    let mobile: String?
    let rupees: Int?
    let process: Int
    /// In nanoseconds since the world began.
    let time: UInt64
    let wall: Int64
    let answer: Answer
    /// Whether the program got the answer.
    var isAnswered = false
}

/// The API of a world. It remembers each request that arrives. Everything runs on one thread.
final class Server: @unchecked Sendable {
    var arrivals: [Arrival] = []
    /// The last OTP of each number.
    var otps: [String: String] = [:]
    /// The last token that it gave a process in a case.
    private var tokens: [String: String] = [:]
    /// What it showed of what was secret in a request.
    private(set) var leaked: Set<String> = []
    let trouble: Int

    /// The start of each secret.
    static let canary = "KANARI"
    static let developerKey = canary + "developer0123456789"
    static let accessKey = canary + "access0123456789abc"

    init(trouble: Int) { self.trouble = trouble }

    /// What the request says of itself.
    private func field(_ name: String, of request: HTTPRequest) -> String? {
        if let body = request.body {
            let text = String(decoding: body, as: UTF8.self)
            guard let start = text.firstRange(of: "\"\(name)\":") else { return nil }
            let rest = text[start.upperBound...]
            return String(rest.drop { $0 == "\"" }.prefix { $0 != "\"" && $0 != "," && $0 != "}" })
        }
        guard let start = request.url.firstRange(of: "\(name)=") else { return nil }
        return String(request.url[start.upperBound...].prefix { $0 != "&" })
    }

    /// The whole request has arrived. Returns its number.
    func take(_ request: HTTPRequest, from process: Int, _ answer: Arrival.Answer) -> Int {
        let address = request.url.prefix { $0 != "?" }
        let path = String(address.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" })
        let arrival = Arrival(
            mark: field("client_ref_id", of: request) ?? "", path: path,
            mobile: field("mobile", of: request) ?? field("customer_id", of: request),
            rupees: field("amount", of: request).flatMap { Int($0) }, process: process, time: sim_now(),
            wall: sim_wall(), answer: answer)
        arrivals.append(arrival)
        sim_note("arrives at the server: \(arrival.mark) from process \(process), answer \(answer)")
        if path.hasSuffix("/mobile/otp"), let mobile = arrival.mobile {
            otps[mobile] = String(100_000 + (arrivals.count * 7_919 + Int(mobile.suffix(2))! * 31) % 900_000)
        }
        return arrivals.count - 1
    }

    func response(_ request: HTTPRequest, _ number: Int) -> HTTPResponse {
        let arrival = arrivals[number]
        // A server that shows what it should not.
        let secrets = sim_random() % 4 == 0 ? request.headers.filter(\.isSecret).map(\.value) : []
        leaked.formUnion(secrets.filter { $0.utf8.count > 20 })
        // A token is known to be a secret by its name, and from then on in its workflow.
        let place = "\(arrival.process) \(arrival.mark.prefix { $0 != "s" })"
        let earlier = sim_random() % 4 == 0 ? tokens[place] : nil
        let leak = (secrets + [earlier].compactMap(\.self)).joined(separator: " ")
        let headers = [
            HTTPHeader("content-type", "application/json"), HTTPHeader("x-debug", leak.isEmpty ? "none" : leak),
        ]
        func json(_ status: Int, _ type: Int, _ data: String) -> HTTPResponse {
            let text =
                "{\"status\":\(status),\"response_status_id\":\(status == 0 ? 0 : 1),\"response_type_id\":\(type),\"message\":\"m \(leak)\",\"data\":{\(data)}}"
            return HTTPResponse(status: 200, headers: headers, body: Array(text.utf8))
        }
        switch arrival.answer {
        case .success:
            let common =
                "\"client_ref_id\":\"\(arrival.mark)\",\"tid\":\"\(3_000_000_000 + number)\",\"tx_status\":\"0\""
            let token = "\(Self.canary)token\(number)xyz"
            tokens[place] = token
            return json(0, 1623, common + ",\"otp_verification_token\":\"\(token)\"")
        case .refusal: return json(55, 55, "")
        case .garbage: return HTTPResponse(status: 200, headers: headers, body: Array("<html> \(leak)".utf8))
        case .http(let status):
            return HTTPResponse(
                status: status, headers: headers + [HTTPHeader("retry-after", "1")], body: Array("{}".utf8))
        }
    }
}
