import JSON
import JSONSchema
import Testing

@Suite("numbers are compared and divided exactly")
struct ExactNumberTests {
    @Test(
        "multiples",
        arguments: [
            ("0.0001", "0.0075", true), ("0.0001", "0.00751", false), ("0.01", "4.35", true), ("0.1", "0.3", true),
            ("0.123456789", "1e308", false), ("0.5", "1e308", true), ("3", "1e1000000", false), ("7", "0", true),
            ("8", "1e1000000", true), ("1e1000000", "1e1000001", true), ("1e1000001", "1e1000000", false),
            ("1e-1000000", "1", true), ("1.5", "-4.5", true), ("4", "10", false), ("4", "1e2", true),
            ("25", "1e1", false),
            ("12345678901234567890123", "37037036703703703670369", true),
            ("12345678901234567890123", "37037036703703703670370", false),
            ("1000000000000000000001", "1000000000000000000001e50", true), ("2e30", "1e30", false),
            ("2e30", "1e31", true),
        ])
    func multiples(_ divisor: String, _ number: String, _ isMultiple: Bool) throws {
        #expect(try judge(number, by: "{\"multipleOf\":\(divisor)}").isEmpty == isMultiple)
    }

    @Test("long numbers are no problem, until they are too long to divide")
    func longNumbers() throws {
        let sevens = String(repeating: "7", count: 200_000)
        #expect(try judge(sevens, by: #"{"multipleOf":7}"#) == "")
        let error = #expect(throws: JSONSchemaError.self) { try judge(sevens, by: "{\"multipleOf\":\(sevens)1}") }
        #expect(error?.location.pointer.text == "/multipleOf")
        #expect(throws: JSONSchemaError.self) { try judge("1e99999999999999", by: #"{"multipleOf":3}"#) }
        #expect(try judge("1e99999999999999", by: #"{"minimum":3,"type":"integer"}"#) == "")
    }

    @Test(
        "limits and equality",
        arguments: [
            (#"{"maximum":9007199254740992}"#, "9007199254740993", false), (#"{"minimum":1e400}"#, "1e401", true),
            (#"{"const":1e400}"#, "10e399", true), (#"{"const":9007199254740993}"#, "9007199254740992", false),
            (#"{"enum":[0.1]}"#, "1e-1", true), (#"{"const":0}"#, "-0.0", true),
            (#"{"uniqueItems":true}"#, "[1,1e0]", false),
            (#"{"maxLength":1e30}"#, "\"a\"", true), (#"{"minItems":99999999999999999999}"#, "[1]", false),
        ])
    func limits(_ schema: String, _ number: String, _ isValid: Bool) throws {
        #expect(try judge(number, by: schema).isEmpty == isValid)
    }
}
