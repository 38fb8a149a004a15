import FoundationEssentials
import JSON
import Synchronization

/// Send OTP: https://eps.eko.in/docs/mobile-otp-send
final class SendOTPEndpoint: Sendable {
    static let path = "/tools/kyc/mobile/otp"
    static let method = "POST"

    /// How long an OTP is valid, in milliseconds.
    private static let validity: Int64 = 10 * 60 * 1_000

    private let clock: @Sendable () -> Int64
    private let transactions = Mutex<Int64>(2_886_978_474)

    init(clock: @escaping @Sendable () -> Int64) {
        self.clock = clock
    }

    func respond(to parameters: JSONObject) -> SandboxResponse {
        let problems = Self.problems(of: parameters)
        guard problems.isEmpty else { return Self.invalidParameters(problems) }
        let transaction = transactions.withLock { last in
            last += 1
            return last
        }
        return .json(
            200,
            [
                "status": 0,
                "response_status_id": 0,
                "response_type_id": 1623,
                "message": "OTP has been sent",
                "data": .object(
                    JSONObject([
                        ("client_ref_id", parameters["client_ref_id"] ?? ""),
                        ("initiator_id", parameters["initiator_id"] ?? ""),
                        ("otp_expiry_timestamp", .string(apiDateText(milliseconds: clock() + Self.validity))),
                        ("tid", .string(String(transaction))),
                    ])),
            ])
    }

    /// What is wrong, by parameter.
    private static func problems(of parameters: JSONObject) -> [JSONObject.Member] {
        var problems: [JSONObject.Member] = []
        func check(_ name: String, isRequired: Bool = true, _ rule: (String) -> String?) {
            switch parameters[name] {
            case nil: if isRequired { problems.append((name, .string("\(name) is required"))) }
            case .string(let text)?: if let problem = rule(text) { problems.append((name, .string(problem))) }
            default: problems.append((name, .string("\(name) must be a string")))
            }
        }
        check("initiator_id") { isMobileNumber($0) ? nil : "initiator_id must be a 10-digit mobile number" }
        check("client_ref_id", isRequired: false) { text in
            text.count <= 20 ? nil : "client_ref_id must have at most 20 characters"
        }
        check("csp_id") { $0.isEmpty ? "csp_id is required" : nil }
        check("mobile") { isMobileNumber($0) ? nil : "mobile must be a 10-digit mobile number" }
        return problems
    }

    private static func isMobileNumber(_ text: String) -> Bool {
        text.utf8.count == 10 && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }

    private static func invalidParameters(_ problems: [JSONObject.Member]) -> SandboxResponse {
        .json(
            200,
            [
                "status": 461,
                "response_status_id": 1,
                "response_type_id": -1,
                "message": "Invalid parameters",
                "invalid_params": .object(JSONObject(problems)),
            ])
    }
}
