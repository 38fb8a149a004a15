import Source
import Testing

@Suite("The ids of diagnostics")
struct DiagnosticIDTests {
    @Test(
        "an id is its case in words",
        arguments: [
            (Diagnostic.ID.unknownKey, "unknown_key"), (.invalidUTF8, "invalid_utf8"), (.noOTPSource, "no_otp_source"),
            (.notARecipient, "not_a_recipient"), (.captureWithoutID, "capture_without_id"), (.insecure, "insecure"),
        ])
    func words(_ id: Diagnostic.ID, _ text: String) {
        #expect(id.rawValue == text)
        #expect(Diagnostic.ID(rawValue: text) == id)
    }

    @Test("ids are sorted, and no two are the same")
    func sorted() {
        let ids = Diagnostic.ID.allCases.map(\.rawValue)
        #expect(ids == Set(ids).sorted())
        #expect(Diagnostic.ID(rawValue: "unknownKey") == nil)
    }
}
