import Testing
import Times

@Suite("Durations and times are parsed in the formats of workflows and the API")
struct TimestampTests {
    @Test(
        "durations", arguments: [("500ms", 500.0), ("1.5s", 1_500), ("2m", 120_000), ("1h", 3_600_000), ("0.5ms", 0.5)])
    func durations(_ text: String, _ milliseconds: Double) throws {
        #expect(try #require(parseDuration(text)).milliseconds == milliseconds)
    }

    @Test("not a duration", arguments: ["", "5", "s", "5 s", "-1s", "1d", "1e3s", "1.2.3s", "५s", "9999999h"])
    func noDurations(_ text: String) {
        #expect(parseDuration(text) == nil)
    }

    @Test(
        "durations as shown to people",
        arguments: [(0.84, "840 µs"), (12.4, "12 ms"), (1_318, "1.32 s"), (61_005, "61.01 s"), (999.6, "1.00 s")])
    func durationText(_ milliseconds: Double, _ text: String) {
        #expect(Duration.microseconds(Int64(milliseconds * 1_000)).shortText == text)
    }

    @Test(
        "times in every format",
        arguments: [
            "2026-05-22T16:04:04+05:30", "2026-05-22T10:34:04Z", "2026-05-22t10:34:04.000z",
            "Fri May 22 16:04:04 IST 2026",
            "Fri, 22 May 2026 10:34:04 GMT", "1779446044", "1779446044000",
        ])
    func times(_ text: String) throws {
        #expect(try #require(parseTimestamp(text)).rfc3339 == "2026-05-22T10:34:04.000Z")
    }

    @Test(
        "not a time",
        arguments: [
            "", "2026-02-29T00:00:00Z", "2026-05-22", "Fri May 22 16:04:04 XYZ 2026", "25:00", "123",
            "2026-05-22T16:04:04",
            "Fri May 22 16:04:04 IST 999999999999", "Fri, 22 May 99999999999 10:34:04 GMT", "99999-01-01T00:00:00Z",
        ])
    func noTimes(_ text: String) {
        #expect(parseTimestamp(text) == nil)
    }

    @Test(
        "dates before 1970, on leap days and in other centuries are correct",
        arguments: [
            ("1969-12-31T23:59:59.001Z", -999 as Int64), ("2000-02-29T00:00:00.000Z", 951_782_400_000),
            ("2100-03-01T00:00:00.000Z", 4_107_542_400_000),
        ])
    func calendar(_ text: String, _ milliseconds: Int64) throws {
        #expect(try #require(parseTimestamp(text)).milliseconds == milliseconds)
        #expect(Timestamp(milliseconds: milliseconds).rfc3339 == text)
    }

    @Test(
        "the header Date",
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777_000), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Sunday, 06-Nov-94 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 08:49:37 CET", nil), ("", nil),
            ("Sun, 31 Feb 1994 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 08:49 GMT", nil),
        ] as [(String, Int64?)])
    func date(_ text: String, _ milliseconds: Int64?) {
        #expect(parseHTTPDate(text)?.milliseconds == milliseconds)
    }
}
