import Contract
import JSON
import Testing

@testable import EkoSandbox

@Suite("Transfers, the balance and inquiries", .serialized, .timeLimit(.minutes(5)))
struct TransferTests {
    @Test("a transfer has a number, repeats what was given and is paid from the balance")
    func transfer() async throws {
        let sandbox = try await TestSandbox.start()
        #expect(try await sandbox.balance() == "1000000")
        let response = try await sandbox.call("dmt_transfer", ["amount": "250.50", "client_ref_id": "T-1"])
        #expect(response.data["tx_status"] == "0" && response.data["txstatus_desc"] == "Success")
        #expect(response.data["amount"] == "250.50" && response.data["client_ref_id"] == "T-1")
        #expect(response.data["balance"] == "999749.50")
        #expect(try await sandbox.balance() == "999749.50")
        let other = try await sandbox.call("dmt_transfer", ["client_ref_id": "T-2"])
        #expect(response.data["tid"].text != other.data["tid"].text)
        await sandbox.stop()
    }

    @Test("fixed prices and lists are paid, a collection and a refused transfer are not")
    func amounts() async throws {
        let sandbox = try await TestSandbox.start()
        _ = try await sandbox.call("bank_account")
        #expect(try await sandbox.balance() == "999999")
        let account: JSONValue = ["bank_account": "1", "ifsc": "SBIN0000001"]
        _ = try await sandbox.call("bank_accounts_bulk", ["entries": .array([account, account])])
        #expect(try await sandbox.balance() == "999997")
        #expect(try await sandbox.call("aeps_withdraw", ["amount": "500"]).json["status"] == 0)
        _ = try await sandbox.control("behaviours", #"{"endpoint":"dmt_transfer","status":463}"#)
        #expect(try await sandbox.call("dmt_transfer").json["status"] == 463)
        #expect(try await sandbox.balance() == "999997")
        await sandbox.stop()
    }

    @Test("a transfer above the balance is refused, and nothing is kept of it")
    func insufficient() async throws {
        let sandbox = try await TestSandbox.start()
        #expect(try await sandbox.control("balance", #"{"balance":"100.50"}"#).body == #"{"balance":"100.50"}"#)
        let refused = try await sandbox.call("dmt_transfer", ["amount": "100.51", "client_ref_id": "T-1"])
        #expect(refused.json["status"] == 347 && refused.json["message"] == "Insufficient balance")
        #expect(try await sandbox.inquire("T-1").json["status"] == 1)
        #expect(try await sandbox.call("dmt_transfer", ["amount": "100.5"]).json["status"] == 0)
        #expect(try await sandbox.balance() == "0")
        await sandbox.stop()
    }

    @Test("an inquiry finds a transfer by its number and by its reference")
    func inquiry() async throws {
        let sandbox = try await TestSandbox.start()
        let number = try await sandbox.call("dmt_transfer", ["amount": "300", "client_ref_id": "T-1"]).data["tid"].text
        let byNumber = try await sandbox.call("transaction", ["transaction-reference": .string(number)])
        let byReference = try await sandbox.inquire("T-1")
        for response in [byNumber, byReference] {
            #expect(response.json["status"] == 0 && response.json["tx_status"] == "0")
            #expect(response.data["tid"]?.serialized == number)
            #expect(response.data["tx_status"] == "0" && response.data["amount"] == 300)
            #expect(response.data["client_ref_id"] == "T-1")
        }
        await sandbox.stop()
    }

    @Test(
        "an unknown transaction is the documented error",
        arguments: ["1", "client_ref_id:NONE", "client_ref_id:", "T-1"])
    func unknown(_ reference: String) async throws {
        let sandbox = try await TestSandbox.start()
        _ = try await sandbox.call("dmt_transfer", ["client_ref_id": "T-1"])
        let response = try await sandbox.call("transaction", ["transaction-reference": .string(reference)])
        #expect(response.status == 200)
        #expect(response.json.members.map(\.name) == ["status", "response_status_id", "message"])
        #expect(response.json["status"] == 1 && response.json["response_status_id"] == -1)
        await sandbox.stop()
    }

    @Test(
        "an inquiry settles what became of a call whose answer was lost",
        arguments: ["dmt_transfer", "dmt_otp", "send_otp", "pan", "agent_onboard", "dmt_add_recipient"])
    func lostAnswer(_ name: String) async throws {
        let sandbox = try await TestSandbox.start()
        _ = try await sandbox.control("behaviours", #"{"endpoint":"\#(name)","times":1,"fault":"close_before"}"#)
        await #expect(throws: (any Error).self) { try await sandbox.call(name, ["client_ref_id": "LOST-1"]) }
        let response = try await sandbox.inquire("LOST-1")
        #expect(response.json["status"] == 0 && response.json["tx_status"] == "0")
        #expect(response.data["client_ref_id"] == "LOST-1")
        await sandbox.stop()
    }

    @Test("the customer's number does not lose the inquiry's answer too")
    func lostByNumber() async throws {
        let sandbox = try await TestSandbox.start()
        await #expect(throws: (any Error).self) {
            try await sandbox.call("dmt_transfer", ["customer_id": "0000040001", "client_ref_id": "LOST-1"])
        }
        #expect(try await sandbox.inquire("LOST-1").data["tx_status"] == "0")
        await sandbox.stop()
    }

    @Test("a call that was refused, or that only reads, is not found")
    func notMade() async throws {
        let sandbox = try await TestSandbox.start()
        _ = try await sandbox.call("dmt_recipients", ["client_ref_id": "R-1"])
        #expect(try await sandbox.inquire("R-1").json["status"] == 1)
        _ = try await sandbox.control("behaviours", #"{"endpoint":"dmt_otp","http":503}"#)
        _ = try await sandbox.call("dmt_otp", ["client_ref_id": "R-2"])
        #expect(try await sandbox.inquire("R-2").json["status"] == 1)
        await sandbox.stop()
    }

    @Test("a transfer is awaited on demand, until a request ends it")
    func awaited() async throws {
        let sandbox = try await TestSandbox.start()
        _ = try await sandbox.control("behaviours", #"{"endpoint":"dmt_transfer","times":1,"tx_status":2}"#)
        let response = try await sandbox.call("dmt_transfer", ["client_ref_id": "T-1"])
        #expect(response.json["status"] == 0 && response.data["tx_status"] == "2")
        let transfer = try #require(Contract.Operation.named("dmt_transfer"))
        #expect(transfer.deviations(http: 200, body: response.value).map(\.message) == [])
        #expect(try await sandbox.inquire("T-1").data["tx_status"] == "2")
        #expect(try await sandbox.balance() == "999900")
        let changed = try await sandbox.control("transactions", #"{"client_ref_id":"T-1","tx_status":1}"#)
        #expect(changed.json["tx_status"] == 1)
        #expect(try await sandbox.inquire("T-1").data["txstatus_desc"] == "Failed")
        #expect(try await sandbox.balance() == "1000000")
        _ = try await sandbox.control("transactions", #"{"client_ref_id":"T-1","tx_status":0}"#)
        #expect(try await sandbox.balance() == "999900")
        await sandbox.stop()
    }

    @Test("a transfer fails on demand, by a request or by the customer's number")
    func failed() async throws {
        let sandbox = try await TestSandbox.start()
        let byNumber = try await sandbox.call("dmt_transfer", ["customer_id": "0000070001", "client_ref_id": "T-1"])
        #expect(byNumber.json["status"] == 55 && byNumber.data["tx_status"] == "1")
        let name = "status 1464, tx_status 1"
        _ = try await sandbox.control("behaviours", #"{"endpoint":"aeps_withdraw","answer":"\#(name)"}"#)
        let byAnswer = try await sandbox.call("aeps_withdraw", ["client_ref_id": "T-2"])
        #expect(byAnswer.json["status"] == 1464 && byAnswer.data["tx_status"] == "1")
        #expect(try await sandbox.inquire("T-1").data["tx_status"] == "1")
        #expect(try await sandbox.inquire("T-2").data["tx_status"] == "1")
        #expect(try await sandbox.balance() == "1000000")
        await sandbox.stop()
    }

    @Test("a refund returns the money once, and an inquiry says so")
    func refund() async throws {
        let sandbox = try await TestSandbox.start()
        let number = try await sandbox.call("dmt_transfer", ["client_ref_id": "T-1"]).data["tid"]
        let otp = try await sandbox.call("refund_otp", ["tid": number])
        let message = try #require(try await sandbox.inbox(of: mobile).last)
        let changes: [String: JSONValue?] = [
            "tid": number, "otp": message["otp"], "otp_ref_id": otp.data["otp_ref_id"], "client_ref_id": "R-1",
        ]
        let wrong = try await sandbox.call("refund", changes.merging(["otp": "1"]) { _, new in new })
        #expect(wrong.json["status"] == 1 && wrong.json["response_status_id"] == 302)
        #expect(try await sandbox.balance() == "999900")
        let refunded = try await sandbox.call("refund", changes)
        #expect(refunded.json["tx_status"] == "4" && refunded.data["amount"] == 100)
        #expect(try await sandbox.balance() == "1000000")
        for reference in ["T-1", "R-1"] {
            #expect(try await sandbox.inquire(reference).data["tx_status"] == "4")
        }
        let repeated = try await sandbox.call("refund", ["tid": number])
        #expect(repeated.header("x-sandbox-warning")?.contains("refunded before") == true)
        #expect(try await sandbox.balance() == "1000000")
        await sandbox.stop()
    }

    @Test("a reset forgets transactions and the balance")
    func reset() async throws {
        let sandbox = try await TestSandbox.start()
        _ = try await sandbox.call("dmt_transfer", ["client_ref_id": "T-1"])
        let listed = try await sandbox.read("transactions").body
        #expect(listed.contains(#"{"balance":"999900""#) && listed.contains(#""client_ref_ids":["T-1"]"#))
        _ = try await sandbox.control("reset", "{}")
        #expect(try await sandbox.read("transactions").body == #"{"balance":"1000000","transactions":[]}"#)
        await sandbox.stop()
    }

    @Test(
        "errors in control requests are explained",
        arguments: [
            ("transactions", #"{"tx_status":0}"#, "expected one of tid and client_ref_id"),
            (
                "transactions", #"{"tid":"1","client_ref_id":"2","tx_status":0}"#,
                "expected one of tid and client_ref_id"
            ),
            ("transactions", #"{"tid":"1"}"#, "expected tx_status"),
            ("transactions", #"{"tid":"1","tx_status":7}"#, "'tx_status' must be a number from 0 to 6"),
            ("transactions", #"{"tid":"1","tx_status":0}"#, "there is no such transaction"),
            ("balance", #"{"balance":"-1"}"#, "'balance' must be an amount"), ("balance", "{}", "'balance' must be"),
            ("balance", #"{"amount":1}"#, "unknown property 'amount'"),
        ])
    func wrongRequests(_ path: String, _ body: String, _ message: String) async throws {
        let sandbox = try await TestSandbox.start()
        let response = try await sandbox.control(path, body)
        #expect(response.status == 400 && response.body.contains(message), "\(response.body)")
        await sandbox.stop()
    }

    @Test("if there are too many transactions, the oldest are forgotten")
    func bound() throws {
        let ledger = Ledger()
        for index in 0...Ledger.maximumCount {
            let transaction = Transaction(
                number: "\(index)", operation: "pan", customer: nil, amount: 0, isPaidFromBalance: false, time: now)
            try ledger.add(transaction, reference: "R-\(index)")
        }
        #expect(ledger.transaction("0")?.number == nil && ledger.transaction(reference: "R-0")?.number == nil)
        #expect(ledger.transaction("1")?.number == "1" && ledger.transaction(reference: "R-1")?.number == "1")
        #expect(ledger.recent.count == Ledger.recentKept)
    }

    @Test(
        "amounts are read and written in paise",
        arguments: [("500", 50_000), ("0.05", 5), ("99.5", 9_950), ("007", 700)])
    func paise(_ text: String, _ paise: Int) {
        #expect(Rupees.paise(text) == paise)
        #expect(Rupees.paise(Rupees.text(paise: paise)) == paise)
    }
}
