import Testing

@testable import WorkflowReports

@Suite("Mobile numbers of persons are hidden")
struct NumberMaskTests {
    @Test(
        "a number of India's form, however it stands",
        arguments: [
            ("9002336768", "90xxxxx768"), ("+919812345729", "+9198xxxxx729"), ("09812345729", "098xxxxx729"),
            ("mobile=9002336768&x", "mobile=90xxxxx768&x"), ("%209002336768", "%2090xxxxx768"),
            ("%2B919002336768", "%2B9190xxxxx768"),
            ("{\"a\":6000000000,\"b\":\"7003312345\"}", "{\"a\":60xxxxx000,\"b\":\"70xxxxx345\"}"),
        ])
    func masked(_ text: String, _ expected: String) {
        #expect(NumberMask.mask(text) == expected)
    }

    @Test(
        "digits that are no such number stay",
        arguments: [
            "2886978474", "1700000000000", "900233676", "90023367681", "0000110347", "929002336768", "12:30", "", "é9",
        ])
    func other(_ text: String) {
        #expect(NumberMask.mask(text) == text)
    }
}
