import JSON

extension SendOutcome {
    /// What a response says about an SMS. HTTP 200 alone says nothing: the API's own success indicator is `status` in the body.
    init(httpStatus: Int, body: JSONValue?) {
        switch httpStatus {
        case 200:
            guard case .object(let object)? = body, case .number(let status)? = object["status"] else {
                self = .unknown
                return
            }
            self = status == JSONNumber(0) ? .sent : .notSent
        // The API, or a gateway in front of it, rejected the request.
        case 400, 401, 403, 404, 405, 415, 422: self = .notSent
        default: self = .unknown
        }
    }
}
