import JSON
import Testing

@Suite("JSON values are compared by their exact value")
struct JSONValueTests {
    @Test(
        "numbers with the same value are equal, however they are written",
        arguments: [("1", "1.0"), ("1", "10e-1"), ("0", "-0"), ("100", "1e2"), ("0.1", "1E-1"), ("1e400", "10e399")])
    func equalNumbers(_ left: String, _ right: String) throws {
        #expect(try #require(JSONNumber(left)) == #require(JSONNumber(right)))
    }

    @Test(
        "numbers are ordered by value, however they are written",
        arguments: [
            ("12345678901234567890", "12345678901234567891"), ("-2", "-1"), ("-1", "0"), ("0", "1e-400"), ("9", "10"),
            ("0.1", "0.11"), ("-1e5", "1e-5"), ("99999999999999999999", "1e20"),
        ])
    func order(_ left: String, _ right: String) throws {
        let (left, right) = (try #require(JSONNumber(left)), try #require(JSONNumber(right)))
        #expect(left < right)
        #expect(!(right < left))
        #expect(left != right)
    }

    @Test(
        "a number is whole by its value", arguments: [("1.0", true), ("10e-1", true), ("1.5", false), ("1e-1", false)])
    func integers(_ text: String, _ isInteger: Bool) throws {
        #expect(try #require(JSONNumber(text)).isInteger == isInteger)
    }

    @Test(
        "multiples are exact, and a division that would take too long has no answer",
        arguments: [
            ("7.5", "2.5", true), ("1", "3", false), ("0", "3", true), ("1e400", "2", true), ("-6", "4", false),
            ("1e2000000000000", "3", nil), ("5", "0", false),
        ])
    func multiples(_ number: String, _ divisor: String, _ isMultiple: Bool?) throws {
        #expect(try #require(JSONNumber(number)).isMultiple(of: #require(JSONNumber(divisor))) == isMultiple)
    }

    @Test("equal values have equal hashes")
    func hashes() throws {
        let values = try ["1", "1.0", #"{"a":1,"b":[2]}"#, #"{"b":[2e0],"a":1}"#, #""é""#, #""e\u0301""#]
            .map { try parseJSON(Array($0.utf8)) }
        #expect(Set(values).count == 4)
    }

    @Test("objects are equal in any order of their properties")
    func objects() {
        let left: JSONValue = ["a": 1, "b": [true]]
        #expect(left == ["b": [true], "a": 1])
        #expect(left != ["a": 1])
        #expect(left != ["a": 1, "b": [false]])
    }

    @Test("values of different types are not equal")
    func types() {
        #expect(JSONValue.integer(0) != "0")
        #expect(JSONValue.bool(false) != 0)
        #expect(JSONValue.null != false)
    }

    @Test("strings are compared by code points: a composed accent is not equal to a decomposed one")
    func normalization() {
        #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
    }
}
