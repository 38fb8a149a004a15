import Foundation
import Testing

@testable import Times

@Suite("Timestamps as calendar dates")
struct CivilTimeTests {
    @Test(
        "known dates",
        arguments: [
            (784_111_777_000, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (-1, "Wed, 31 Dec 1969 23:59:59 GMT"), (951_782_400_000, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (4_107_542_399_999, "Sun, 28 Feb 2100 23:59:59 GMT"), (4_107_542_400_000, "Mon, 01 Mar 2100 00:00:00 GMT"),
        ] as [(Int64, String)])
    func known(_ milliseconds: Int64, _ text: String) {
        #expect(Timestamp(milliseconds: milliseconds).httpDate == text)
    }

    @Test("the API's format, in Indian time")
    func apiForm() {
        #expect(Timestamp(milliseconds: 1_779_446_044_000).apiDate == "Fri May 22 16:04:04 IST 2026")
        #expect(Timestamp(milliseconds: 1_704_047_399_000).apiDate == "Sun Dec 31 23:59:59 IST 2023")
        #expect(Timestamp(milliseconds: 1_704_047_400_000).apiDate == "Mon Jan 01 00:00:00 IST 2024")
    }

    @Test("days over four centuries match Foundation's calendar")
    func allDays() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        for day in stride(from: -40_000, to: 106_097, by: 17) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
            let time = CivilTime(Timestamp(milliseconds: Int64(day) * 86_400_000))
            let isSame =
                time.year == parts.year && time.month == parts.month && time.day == parts.day
                && time.weekday + 1 == parts.weekday
            #expect(isSame, "day \(day)")
        }
    }
}
