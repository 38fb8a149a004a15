extension Scenario {
    /// The files of the workspace, by path.
    var files: [(path: String, text: String)] {
        workflows.indices.map { ("/sim/w/workflows/w\($0).yml", workflows[$0].text(numbered: $0)) }
            + [("/sim/w/environments/local.yml", environment), ("/sim/home/.keep", ""), ("/sim/w/reports/.keep", "")]
    }

    private var environment: String {
        var text = """
            name: local
            base_url: https://api.sim.example/ekoapi/v3
            initiator_id: "9962981729"
            credentials: { developer_key: { env: DEVELOPER_KEY }, access_key: { env: ACCESS_KEY } }
            otp_source: prompt
            timeout: 10s

            """
        let limits = limits.lines
        if !limits.isEmpty { text += "limits: { \(limits.joined(separator: ", ")) }\n" }
        let allowed = allowedNumbers.map { "\"\($0)\"" }.joined(separator: ", ")
        return text + "recipients: [\(allowed)]\n"
    }

    /// The numbers that may be texted.
    var allowedNumbers: [String] { Array(Self.numbers.prefix(limits.recipients ?? Self.numbers.count)) }

    /// What recognises the request of a step, at the server and in everything that is written.
    static func mark(workflow: Int, case number: Int, step: Int) -> String { "w\(workflow)c\(number)s\(step)" }
}

extension Scenario.Limits {
    fileprivate var lines: [String] {
        let values: [(String, Int?)] = [
            ("max_sends", sends), ("max_sends_per_recipient", sendsPerRecipient), ("max_transfers", transfers),
            ("max_amount", rupees), ("max_priced", priced), ("per_day", sendsPerDay),
            ("max_sends_per_recipient_per_day", sendsPerRecipientPerDay), ("max_amount_per_day", rupeesPerDay),
        ]
        return values.compactMap { name, value in value.map { "\(name): \($0)" } }
            + (rate.map { ["rate: \($0)/s"] } ?? [])
    }
}

extension Scenario.Workflow {
    fileprivate func text(numbered number: Int) -> String {
        let rows = cases.enumerated().map { index, person in
            "  - { case_name: c\(index), id: w\(number)c\(index), mobile: \"\(Scenario.numbers[person])\" }\n"
        }
        let steps = steps.enumerated().map { $1.text(numbered: $0) }
        return "environment: local\ncases:\n\(rows.joined())steps:\n\(steps.joined())"
    }
}

extension Scenario.Step {
    fileprivate func text(numbered number: Int) -> String {
        let mark = "\"${{ case.id }}s\(number)\""
        let mobile = "\"${{ case.mobile }}\""
        var text = "  - id: s\(number)\n    "
        switch kind {
        case .send:
            text +=
                "send_otp: { mobile: \(mobile), csp_id: c, client_ref_id: \(mark) }\n    capture: { tid: data.tid }\n"
        case .verify: text += "verify_otp: { mobile: \(mobile), client_ref_id: \(mark) }\n"
        case .transfer(let rupees):
            text +=
                "call: { operation: dmt_transfer, with: { recipient_id: 1, amount: \(rupees), customer_id: \(mobile), otp: 1, otp_ref_id: 2, client_ref_id: \(mark) } }\n"
        case .lookup: text += "call: { operation: ifsc, with: { ifsc: SBIN0000001, client_ref_id: \(mark) } }\n"
        case .read(let isPolled):
            text += "call: { method: GET, path: /look, query: { client_ref_id: \(mark) } }\n"
            if isPolled { text += "    poll: { every: 1s, timeout: 5s }\n" }
        case .change: text += "call: { method: POST, path: /change, body: { client_ref_id: \(mark) } }\n"
        case .wait(let milliseconds): return text + "wait: \(milliseconds)ms\n"
        }
        if attempts > 1 { text += "    retry: { attempts: \(attempts), every: 700ms }\n" }
        if continues { text += "    continue_on_failure: true\n" }
        return text
    }

    /// What the request does, beside a change; nil if it does nothing, or is no request.
    var isEffect: Bool {
        switch kind {
        case .send, .verify, .transfer, .lookup, .change: true
        case .read, .wait: false
        }
    }
}
