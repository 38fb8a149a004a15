import Testing

@testable import WorkflowReports

@Suite("Mobile numbers are hidden")
struct NumberMaskTests {
    @Test(
        "an Indian mobile number in any form",
        arguments: [
            ("9002336768", "90xxxxx768"), ("+919812345729", "+9198xxxxx729"), ("09812345729", "098xxxxx729"),
            ("mobile=9002336768&x", "mobile=90xxxxx768&x"), ("%209002336768", "%2090xxxxx768"),
            ("%2B919002336768", "%2B9190xxxxx768"),
            ("'900 233 6768'", "'90x xxx x768'"), ("98123-45729 x", "98xxx-xx729 x"), ("(900)2336768", "(90x)xxxx768"),
            ("+91 90023 36768", "+91 90xxx xx768"), ("+91-90023-36768.", "+91-90xxx-xx768."),
            ("(900) 233-6768", "(90x) xxx-x768"),
            ("{\"a\":6000000000,\"b\":\"7003312345\"}", "{\"a\":60xxxxx000,\"b\":\"70xxxxx345\"}"),
        ])
    func masked(_ text: String, _ expected: String) {
        #expect(NumberMask.mask(text) == expected)
    }

    @Test(
        "other digits stay",
        arguments: [
            "2886978474", "1700000000000", "900233676", "90023367681", "0000110347", "929002336768", "12:30", "", "é9",
            "2026-11-25 13", "d2fe1d99-6298-4af2-8cc5-d97dcf46df30", "9002 336 768 1", "x900 233 6768", "900 233 6768x",
            "9002,336,768", "99.100.101.11", "6298-4af2 900 2336", "9002   336768",
        ])
    func other(_ text: String) {
        #expect(NumberMask.mask(text) == text)
    }
}
