import Testing

@testable import WorkflowReports

@Suite("The number of SMS in words")
struct SMSCountTests {
    @Test(
        "SMS to a sandbox are marked, and only these",
        arguments: [
            (SMSCount(sent: 0, unknown: 0, onSandbox: 0), "0 SMS sent"),
            (SMSCount(sent: 2, unknown: 1, onSandbox: 0), "2 SMS sent, 1 may have been sent"),
            (
                SMSCount(sent: 2, unknown: 1, onSandbox: 3),
                "2 SMS sent, 1 may have been sent (sandbox: nobody was texted)"
            ),
            (SMSCount(sent: 3, unknown: 0, onSandbox: 2), "3 SMS sent (2 of them on a sandbox)"),
        ])
    func text(_ count: SMSCount, _ expected: String) {
        #expect(count.text(.plain) == expected)
    }
}
