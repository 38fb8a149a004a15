import JSON

/// The combined behaviours for one call.
struct CallBehaviour: Sendable {
    private(set) var status: Int?
    private(set) var http: Int?
    private(set) var delay: Int64 = 0
    private(set) var fault: Fault?
    private(set) var clockOffset: Int64 = 0
    private(set) var validity: Int64?
    /// The name of a documented answer. An endpoint without such an answer ignores it.
    private(set) var answer: String?
    private(set) var transactionStatus: Int?
    /// For the log: `status 347`.
    let text: String?

    /// Whether it also affects a call that is refused.
    var concernsAnyCall: Bool { delay > 0 || fault != nil || clockOffset != 0 }

    init(_ behaviours: [Behaviour]) {
        text =
            behaviours.isEmpty
            ? nil : behaviours.map { "\($0.member.name) \($0.member.value.plain)" }.joined(separator: ", ")
        for behaviour in behaviours {
            switch behaviour {
            case .status(let code): status = code
            case .http(let status): http = status
            case .delay(let duration): delay = duration
            case .fault(let fault): self.fault = fault
            case .clock(let offset): clockOffset = offset
            case .validity(let duration): validity = duration
            case .answer(let name): answer = name
            case .transactionStatus(let status): transactionStatus = status
            }
        }
    }
}

extension JSONValue {
    fileprivate var plain: String {
        if case .string(let text) = self { text } else { serialized }
    }
}
