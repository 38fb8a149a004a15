import JSON
import Testing

@testable import Contract

@Suite("Deviations of answers with the same codes, and of transactions")
struct DeviationTests {
    private func messages(_ name: String, _ body: String) throws -> [String] {
        let operation = try #require(Operation.named(name))
        return operation.deviations(http: 200, body: try parseJSON(Array(body.utf8))).map(\.message)
    }

    @Test("an answer that one of several documented answers with its codes allows does not deviate")
    func sameCodes() throws {
        let codes = #""status":1,"response_status_id":463,"response_type_id":1388,"message":"User not found""#
        #expect(try messages("upi_validate", "{\(codes)}").isEmpty)
        let data = #""data":{"pan_number":"A","itr_filed":true,"assessment_year":"2025","compliance_status":"x"}"#
        let filed = #""status":0,"response_status_id":0,"response_type_id":1388,"message":"Success""#
        // Of several answers, the one with the fewest differences counts.
        #expect(
            try messages("itr_compliance", "{\(filed),\(data)}")
                == ["'data.filing_status' is missing, though it is documented"])
    }

    @Test("the answer that every operation can give does not excuse what the operation's own answer must have")
    func ownAnswers() throws {
        let codes = #""status":463,"response_status_id":1,"response_type_id":-1,"message":"User not found""#
        #expect(
            try messages("dmt_recipients", "{\(codes)}")
                == ["'invalid_params' is missing, though it is documented"])
        #expect(try messages("pan", "{\(codes)}").isEmpty)
    }

    @Test("a transaction can be in any state, but its codes must be documented")
    func states() throws {
        func inquiry(_ type: Int, _ state: String) -> String {
            """
            {"status":0,"response_status_id":0,"response_type_id":\(type),"message":"x","tx_status":"\(state)",
             "txstatus_desc":"x","data":{"tid":1,"tx_status":"\(state)","txstatus_desc":"x","amount":1,
             "client_ref_id":"R","bank_ref_num":"1","payment_mode":"1","timestamp":"x","fee":0,"gst":0,"service_code":"1"}}
            """
        }
        for state in ["0", "2", "4"] { #expect(try messages("transaction", inquiry(1388, state)).isEmpty) }
        #expect(
            try messages("transaction", inquiry(9_999, "2")).contains(
                "response_type_id 9999 is not documented for Look up a transaction with status 0"))
    }
}
