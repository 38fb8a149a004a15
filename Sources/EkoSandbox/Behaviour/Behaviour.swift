import JSON

/// A deviation from the correct answer that a caller can ask for.
enum Behaviour: Sendable, Equatable {
    /// A business error: HTTP 200 with this `status`. Nothing is sent or used up.
    case status(Int)
    /// This HTTP status. Nothing is sent or used up.
    case http(Int)
    /// The correct answer, this many milliseconds later.
    case delay(Int64)
    case fault(Fault)
    /// The server's clock is this many milliseconds ahead, so callers with the correct time are refused.
    case clock(Int64)
    /// The OTP or token that the call makes is valid for this many milliseconds.
    case validity(Int64)
    /// The documented answer with this name.
    case answer(String)
    /// A transfer is in this state, and an inquiry says so.
    case transactionStatus(Int)
}

extension Behaviour {
    /// The name of its property in a control request.
    enum Kind: String, CaseIterable {
        case status
        case http
        case delay
        case fault
        case clock
        case validity
        case answer
        case transactionStatus = "tx_status"

        /// The expected value, for error messages.
        var expected: String {
            switch self {
            case .status: "a status of the API, for example 347"
            case .http: "an HTTP status from 300 to 599, for example 503"
            case .delay, .validity: "a duration, such as \"3s\" or \"500ms\""
            case .fault: "one of \(Fault.allCases.map(\.rawValue).joined(separator: ", "))"
            case .clock: "a duration, such as \"10m\" or \"-10m\""
            case .answer:
                "the name of a documented answer of the endpoint; GET \(ControlRoutes.basePath)/endpoints lists them"
            case .transactionStatus:
                "a number from \(Transaction.statuses.lowerBound) to \(Transaction.statuses.upperBound)"
            }
        }
    }

    /// Nil if the kind does not allow the value.
    init?(_ kind: Kind, _ value: JSONValue) {
        switch kind {
        case .status:
            guard case .number(let number) = value, let code = number.int, code != 0 else { return nil }
            self = .status(code)
        case .http:
            guard case .number(let number) = value, let status = number.int, 300...599 ~= status else { return nil }
            self = .http(status)
        case .delay:
            guard let duration = milliseconds(of: value), duration >= 0 else { return nil }
            self = .delay(duration)
        case .fault:
            guard case .string(let name) = value, let fault = Fault(rawValue: name) else { return nil }
            self = .fault(fault)
        case .clock:
            guard let offset = milliseconds(of: value) else { return nil }
            self = .clock(offset)
        case .validity:
            guard let duration = milliseconds(of: value), duration >= 0 else { return nil }
            self = .validity(duration)
        case .answer:
            guard case .string(let name) = value else { return nil }
            self = .answer(name)
        case .transactionStatus:
            guard case .number(let number) = value, let status = number.int, Transaction.statuses ~= status else {
                return nil
            }
            self = .transactionStatus(status)
        }
    }

    /// As a property of a control request: `"status": 347`.
    var member: JSONObject.Member {
        switch self {
        case .status(let code): (Kind.status.rawValue, .integer(code))
        case .http(let status): (Kind.http.rawValue, .integer(status))
        case .delay(let duration): (Kind.delay.rawValue, .integer(Int(duration)))
        case .fault(let fault): (Kind.fault.rawValue, .string(fault.rawValue))
        case .clock(let offset): (Kind.clock.rawValue, .integer(Int(offset)))
        case .validity(let duration): (Kind.validity.rawValue, .integer(Int(duration)))
        case .answer(let name): (Kind.answer.rawValue, .string(name))
        case .transactionStatus(let status): (Kind.transactionStatus.rawValue, .integer(status))
        }
    }
}
