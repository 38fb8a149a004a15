import JSON

/// All behaviours, one row each, for the sandbox's page and the reference.
package enum BehaviourTable {
    /// A behaviour, and how to ask for it.
    package struct Row: Sendable {
        /// The last six digits of the magic number. `e` stands for the endpoint, `n` for a digit of the value. Empty if no
        /// number asks for the behaviour.
        package let digits: String
        /// The property in a control request.
        package let control: String
        package let summary: String

        /// The whole magic number: `0000 e1 nnnn`.
        package var number: String { digits.isEmpty ? "none" : "0000 \(digits.prefix(2)) \(digits.dropFirst(2))" }
    }

    package static let rows =
        [
            Row(
                digits: "e1nnnn", control: "\"status\": nnnn",
                summary:
                    "answers with HTTP 200 and this `status` of the API, as the endpoint documents it; nothing is sent, moved or used up"
            ),
            Row(
                digits: "e20nnn", control: "\"http\": nnn",
                summary:
                    "answers with this HTTP status, from 300 (a redirect to another host) to 599; nothing is sent, moved or used up"
            ),
            Row(
                digits: "e3nnnn", control: "\"delay\": \"nnnnms\"",
                summary: "answers this many milliseconds later"),
        ]
        + Fault.allCases.map { fault in
            Row(
                digits: "e4" + String(repeating: "0", count: fault.number < 10 ? 3 : 2) + String(fault.number),
                control: "\"fault\": \"\(fault.rawValue)\"", summary: fault.summary)
        } + [
            Row(
                digits: "e5nnnn", control: "\"clock\": \"nnnns\"",
                summary: "has a clock that is this many seconds ahead, for signatures and in `Date`"),
            Row(
                digits: "e6nnnn", control: "\"validity\": \"nnnns\"",
                summary: "makes an OTP or a token that is valid for this many seconds"),
            Row(
                digits: "07000n", control: "\"tx_status\": n",
                summary:
                    "makes a transfer in this state, for example 2 (awaited) or 1 (failed); an inquiry says the same, until `/_sandbox/transactions` changes it"
            ),
            Row(
                digits: "", control: "\"answer\": \"NAME\"",
                summary:
                    "gives this documented answer of the endpoint; `/_sandbox/endpoints` has the names; only a success has an effect"
            ),
        ]

    static var json: JSONValue {
        .array(
            rows.map { row in
                ["number": .string(row.number), "control": .string(row.control), "summary": .string(row.summary)]
            })
    }
}
