import JSON

/// The codes of an answer that say what came of a request.
package struct EnvelopeCodes: Sendable {
    package let status: Int?
    package let statusID: Int?
    package let responseType: Int?
    /// The state of a transaction, in `data` or beside it: a number, or a number as text.
    package let transactionStatus: Int?

    package init(_ envelope: JSONObject) {
        status = envelope["status"]?.int
        statusID = envelope["response_status_id"]?.int
        responseType = envelope["response_type_id"]?.int
        let data: JSONObject? = if case .object(let data)? = envelope["data"] { data } else { nil }
        transactionStatus = (data?["tx_status"] ?? envelope["tx_status"])?.code
    }
}

extension JSONValue {
    fileprivate var int: Int? { if case .number(let number) = self { number.int } else { nil } }

    fileprivate var code: Int? { if case .string(let text) = self { Int(text) } else { int } }
}

extension DocumentedAnswer {
    /// Whether the codes of an envelope are those of this answer.
    package func matches(_ codes: EnvelopeCodes) -> Bool {
        if let transactionStatus, codes.transactionStatus != transactionStatus { return false }
        return matchesInAnyState(codes)
    }

    /// Whether they are the codes of this answer, whatever the state of the transaction.
    func matchesInAnyState(_ codes: EnvelopeCodes) -> Bool {
        guard let code = codes.status, status?.includes(code) ?? false else { return false }
        return responseTypes.isEmpty || codes.responseType.map(responseTypes.contains) ?? false
    }
}

/// What an answer says of the effect of its request.
package enum EffectOutcome: Sendable {
    /// The API said that it happened.
    case happened
    /// The API refused, or nothing was sent.
    case didNotHappen
    /// It may have happened, or it is not over yet.
    case unknown

    /// HTTP 200 alone says nothing: the codes in the body do. `operation` is nil if the request is not documented.
    package init(http: Int, body: JSONValue?, of operation: Operation?) {
        switch http {
        case 200:
            guard case .object(let envelope)? = body else {
                let isList = if case .array? = body { true } else { false }
                self = isList && operation?.successes.contains { $0.status == nil } ?? false ? .happened : .unknown
                return
            }
            self = Self.init(EnvelopeCodes(envelope), of: operation)
        // The API, or a gateway in front of it, rejected the request.
        case 400, 401, 403, 404, 405, 415, 422: self = .didNotHappen
        default: self = .unknown
        }
    }

    private init(_ codes: EnvelopeCodes, of operation: Operation?) {
        guard let status = codes.status else {
            self = .unknown
            return
        }
        switch codes.transactionStatus.map(TransactionStatus.init) {
        case .success?, .refundPending?, .refunded?: self = .happened
        case .failed?: self = .didNotHappen
        case .undecided?: self = .unknown
        case nil:
            let isSuccess = status == APIStatus.success || operation?.successes.contains { $0.matches(codes) } ?? false
            self = isSuccess ? .happened : .didNotHappen
        }
    }
}

/// `tx_status`, the state of a transaction: https://eps.eko.in/docs/error-codes
package enum TransactionStatus: Sendable {
    case success
    case failed
    case refundPending
    case refunded
    /// Awaited, on hold, or to be inquired later.
    case undecided

    package init(_ code: Int) {
        self =
            switch code {
            case 0: .success
            case 1: .failed
            case 3: .refundPending
            case 4: .refunded
            default: .undecided
            }
    }

    /// The meaning of each documented code, for people.
    package static let meanings = [
        "success", "failed", "awaited", "refund pending", "refunded", "on hold", "on hold, to be inquired",
    ]
}
