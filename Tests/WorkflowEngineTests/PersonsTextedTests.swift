import Contract
import JSON
import Testing

@testable import WorkflowEngine

@Suite("Whom a request texts is found in all of its members")
struct PersonsTextedTests {
    /// `json` is the body; its members are added as a request's are.
    private func persons(_ json: String, path: String = "/") throws -> [String] {
        guard case .object(let body) = try parseJSON(Array(json.utf8)) else { return [] }
        var persons = PersonsTexted(parameters: ["mobile"], of: [.sendOTP])
        for member in body.members { persons.add(member.name, .known(member.value)) }
        persons.add(.known(.string(path)))
        return persons.all.map(\.shown.writtenOut)
    }

    @Test(
        "a number counts in whatever member it is",
        arguments: [
            (#"{"mobile": "9002336768"}"#, ["9002336768"]), (#"{"mobile": 9002336768}"#, ["9002336768"]),
            (#"{"mobile": "9002336768", "Mobile": "9002336769"}"#, ["9002336768", "9002336769"]),
            (#"{"mobile ": "12"}"#, ["12"]), (#"{"mobile[0]": "12", "mobile[1]": "13"}"#, ["12", "13"]),
            (#"{"data.mobile": "12"}"#, ["12"]), (#"{"customer_mobile_no": "12"}"#, ["12"]),
            (#"{"phoneNumbers": ["12", 13]}"#, ["12", "13"]), (#"{"msisdn": {"a": "12"}}"#, ["12"]),
            (#"{"data": {"mobile": "12"}}"#, ["12"]), (#"{"data": [{"to": "9002336769"}]}"#, ["9002336769"]),
            (#"{"to": "+91 (0) 90023-36769"}"#, ["9002336769"]), (#"{"to": 9.002336769E9}"#, ["9002336769"]),
            (#"{"text": "{\"m\":\"09002336769\"}"}"#, ["9002336769"]), (#"{"9002336769": true}"#, ["9002336769"]),
            (#"{"text": "{\"m\":\"\\u0039002336769\"}"}"#, ["9002336769"]),
            (#"{"text": "&#57;002336769"}"#, ["9002336769"]),
            (#"{"text": "&#x39;002336769"}"#, ["9002336769"]), (#"{"text": "%39002336769"}"#, ["9002336769"]),
            (#"{"text": "a=%7B%22m%22:%22%5Cu0039002336769%22"}"#, ["9002336769"]),
            (#"{"text": "{\"m\":\"90023\\t36769\"}"}"#, ["9002336769"]),
            (#"{"to": "90023    36769"}"#, ["9002336769"]),
            (#"{"text": "%39002336769 9002336769"}"#, ["9002336769", "9002336769"]),
            (#"{"text": "%2B%26 a\\tb &amp; 12"}"#, [""]),
            (#"{"csp_id": ["9002336769"]}"#, ["9002336769"]), (#"{"CSP_ID": "9002336769"}"#, ["9002336769"]),
            (#"{"data": {"csp_id": "9002336769"}}"#, ["9002336769"]),
        ])
    func members(_ json: String, _ expected: [String]) throws {
        #expect(try persons(json) == expected)
    }

    @Test(
        "several numbers are several persons, and as many messages",
        arguments: [
            (#"["a", "b"]"#, ["a", "b"]), (#""a,b""#, ["a", "b"]), (#""a; b |c\nd""#, ["a", "b", "c", "d"]),
            (#""9002336768 9002336769""#, ["9002336768", "9002336769"]),
            (#"["9002336768", "9002336768"]"#, ["9002336768", "9002336768"]),
            (#"["a,b", ["c"]]"#, ["a", "b", "c"]), (#""+91 90023 36768""#, ["+91 90023 36768"]),
            (#""9002336768,""#, ["9002336768,"]),
        ])
    func several(_ value: String, _ expected: [String]) throws {
        #expect(try persons(#"{"mobile": \#(value)}"#) == expected)
    }

    @Test(
        "a request that names nobody has one person without a number",
        arguments: [
            "{}", #"{"mobile": null}"#, #"{"mobile": ""}"#, #"{"mobile": []}"#, #"{"is_mobile": true}"#,
            #"{"csp_id": "9002336769", "initiator_id": "9962981729", "client_ref_id": "9002336769", "user_code": "9002336769"}"#,
            #"{"tid": "1700000000000", "name": "mobile", "mobile_operator": "x"}"#,
        ])
    func nobody(_ json: String) throws {
        #expect(try persons(json) == [""])
    }

    @Test("a number in several members is one person")
    func repeated() throws {
        #expect(try persons(#"{"mobile": "9002336768", "to": "+919002336768"}"#) == ["9002336768"])
        #expect(try persons(#"{"mobile": "a", "phone": ["a", "a"]}"#) == ["a", "a"])
    }

    @Test("a number in the path counts, percent-encoded or not")
    func path() throws {
        #expect(try persons("{}", path: "/mobile/otp;mobile=9002336769") == ["9002336769"])
        #expect(try persons("{}", path: "/mobile/otp;m=%39002336769") == ["9002336769"])
        #expect(try persons("{}", path: "/v3/mobile/otp") == [""])
    }

    @Test("a value that only the run knows counts if its name says that it is a number")
    func unknown() {
        var persons = PersonsTexted(parameters: ["mobile"], of: [.sendOTP])
        persons.add("Mobile", .unknown("steps.a.m"))
        persons.add("note", .unknown("steps.a.n"))
        #expect(persons.all.count == 1)
        #expect(persons.all.compactMap(\.known).isEmpty)
    }

    @Test(
        "numbers are found in every spelling",
        arguments: [
            ("9002336768", 1), ("tel:09002336768.", 1), ("00919002336768", 1), ("90023.36768", 1), ("90023/36768", 1),
            ("90023 - 36768", 1), ("90023\u{A0}36768", 1), ("90023\u{2011}36768", 1), ("९००२३३६७६८", 1),
            ("９００２３３６７６８", 1), ("x9002336768y", 1), ("9002336768 9002336769", 2), ("1234 9002336768", 1),
            ("5002336768", 0), ("900233676", 0), ("90023367681", 0), ("12345678909002336768", 0),
            ("28.6139,77.2090", 0), ("0f8a1b2c-1234-4123-8567-123456abcdef", 0), ("8567-123456abcdef", 0),
        ])
    func spellings(_ text: String, _ count: Int) {
        #expect(MobileNumbers.all(in: text).count == count)
    }
}
