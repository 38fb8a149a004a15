import JSON
import Source
import Testing
import YAML

@testable import WorkflowModel

@Suite("By default, a transfer must be complete")
struct TransactionStatusTests {
    private func expectation(_ operation: String) throws -> WorkflowModel.Expectation {
        let text = """
            steps:
              - allow_invalid: true
                call: {operation: \(operation), with: {tid: 1, customer_id: 1}}
            """
        let step = try #require(decodeWorkflow(text).workflow).steps[0]
        return try #require(step.expectations.first { $0.subject.text == "body.data.tx_status" })
    }

    @Test(
        "the documented states of a success hold, as text and as number, and no others",
        arguments: [
            ("dmt_transfer", #""0""#, true), ("dmt_transfer", "0", true), ("dmt_transfer", #""2""#, false),
            ("dmt_transfer", "1", false), ("dmt_transfer", "null", false), ("dmt_transfer", "[]", false),
            ("dmt_transfer", #""""#, false), ("refund", "4", true), ("refund", "0", false),
            ("digikhata_load_wallet", "0", true), ("digikhata_load_wallet", "1", false),
            ("bank_account", #""2""#, false),
        ])
    func states(_ operation: String, _ value: String, _ holds: Bool) throws {
        let value = try parseJSON(Array(value.utf8))
        #expect(try expectation(operation).matcher.holdsAsWritten(for: ActualValue(value)) == holds)
    }

    @Test("a state can be missing only if a documented success lacks it")
    func missing() throws {
        #expect(try !expectation("dmt_transfer").matcher.holdsAsWritten(for: ActualValue(missing: nil)))
        #expect(try expectation("refund").matcher.holdsAsWritten(for: ActualValue(missing: nil)))
        #expect(try expectation("bank_account").matcher.holdsAsWritten(for: ActualValue(missing: nil)))
    }

    @Test("a state that is no success is explained")
    func help() throws {
        func help(_ state: Int) throws -> String? {
            try expectation("dmt_transfer").matcher.mismatch(ActualValue(.integer(state)), in: LiteralScope())?.help
        }
        #expect(try help(2) == "tx_status 2 means awaited: poll the operation 'transaction' to see how it ends")
        #expect(try help(1) == "tx_status 1 means failed")
        #expect(try help(99) == nil)
        #expect(try expectation("dmt_transfer").defaultText == "data.tx_status: 0")
        #expect(try expectation("refund").defaultText == "data.tx_status: 4")
    }
}
