import Contract

/// A mobile number that asks for a behaviour, like the test card numbers of payment sandboxes.
///
/// Its ten digits are `0000`, the endpoint, the kind of behaviour, and four digits for its value. In India no phone
/// number starts with a zero, so a workflow that is run against another server by mistake sends no SMS to anybody.
enum MagicNumber {
    /// Nil for an ordinary number and for a magic number of another endpoint.
    static func behaviour(of mobile: String, at endpoint: Operation) -> Behaviour? {
        let digits = mobile.utf8.map { Int($0) - Int(UInt8(ascii: "0")) }
        guard digits.count == 10, digits.allSatisfy({ 0...9 ~= $0 }), digits.prefix(4).allSatisfy({ $0 == 0 }),
            digits[4] == 0 || digits[4] == EndpointName(rawValue: endpoint.name)?.number
        else { return nil }
        return behaviour(kind: digits[5], detail: digits[6...].reduce(0) { $0 * 10 + $1 }, at: endpoint)
    }

    /// Whether a number looks like a magic number but has no behaviour, probably because of a typing error.
    static func isMisspelt(_ mobile: String) -> Bool {
        mobile.utf8.count == 10 && mobile.hasPrefix("0000")
            && !Operation.all.contains { behaviour(of: mobile, at: $0) != nil }
    }

    private static func behaviour(kind: Int, detail: Int, at endpoint: Operation) -> Behaviour? {
        switch kind {
        case 1: detail == 0 ? nil : .status(detail)
        case 2: 300...599 ~= detail ? .http(detail) : nil
        case 3: .delay(Int64(detail))
        case 4: Fault(number: detail).map { .fault($0) }
        case 5: .clock(Int64(detail) * 1_000)
        case 6: endpoint.makesOTPOrToken ? .validity(Int64(detail) * 1_000) : nil
        case 7: endpoint.movesMoney && Transaction.statuses ~= detail ? .transactionStatus(detail) : nil
        default: nil
        }
    }
}

extension Operation {
    /// Whether what it makes can expire.
    fileprivate var makesOTPOrToken: Bool {
        if case .texts = effect { true } else { self === Operation.verifyOTP }
    }

    fileprivate var movesMoney: Bool {
        if case .movesMoney = effect { true } else { false }
    }
}
