import JSON

extension ControlRoutes {
    func transactions(_ request: SandboxRequest) -> SandboxResponse {
        let ledger = sandbox.state.ledger
        return .json(
            200, ["balance": ledger.balance.rupees, "transactions": .array(ledger.recent.map(\.json))])
    }

    /// Ends a transfer that was awaited, for example: `{"client_ref_id": "REF", "tx_status": 0}`.
    func changeTransaction(_ request: SandboxRequest) throws(ControlProblem) -> SandboxResponse {
        let members = try request.controlMembers(known: ["tid", "client_ref_id", "tx_status"])
        let ledger = sandbox.state.ledger
        let (number, reference) = (members.parameterText("tid"), members.parameterText("client_ref_id"))
        guard (number == nil) != (reference == nil) else {
            throw ControlProblem(message: "expected one of tid and client_ref_id")
        }
        let status = try members.value("tx_status", expected: Behaviour.Kind.transactionStatus.expected) { value in
            if case .transactionStatus(let status)? = Behaviour(.transactionStatus, value) { status } else { nil }
        }
        guard let status else { throw ControlProblem(message: "expected tx_status") }
        let found = number.flatMap { ledger.transaction($0) } ?? reference.flatMap { ledger.transaction(reference: $0) }
        guard let found, let changed = ledger.setStatus(status, of: found.number) else {
            throw ControlProblem(message: "there is no such transaction")
        }
        return .json(200, changed.json)
    }

    func setBalance(_ request: SandboxRequest) throws(ControlProblem) -> SandboxResponse {
        let members = try request.controlMembers(known: ["balance"])
        guard let paise = members.parameterText("balance").flatMap(Rupees.paise) else {
            throw ControlProblem(message: "'balance' must be an amount in rupees, for example 500 or 99.50")
        }
        let ledger = sandbox.state.ledger
        ledger.setBalance(paise)
        return .json(200, ["balance": ledger.balance.rupees])
    }
}

extension Int {
    fileprivate var rupees: JSONValue { .string(Rupees.text(paise: self)) }
}

extension Transaction {
    fileprivate var json: JSONValue {
        var members: [JSONObject.Member] = [
            ("tid", .string(number)), ("endpoint", .string(operation)), ("amount", amount.rupees),
            ("tx_status", .integer(status)), ("time", .integer(Int(time))),
            ("client_ref_ids", .array(references.map { .string($0) })),
        ]
        if let customer { members.append(("mobile", .string(customer))) }
        return .object(JSONObject(members))
    }
}
