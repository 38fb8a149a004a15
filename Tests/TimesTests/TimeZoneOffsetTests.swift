import Testing
import Times

@Suite("A time zone is a fixed offset, and says which day and month a moment is in")
struct TimeZoneOffsetTests {
    @Test(
        "UTC, an offset or Asia/Kolkata",
        arguments: [
            ("UTC", 0, "UTC"), ("+00:00", 0, "UTC"), ("-00:00", 0, "UTC"), ("+05:30", 19_800, "+05:30"),
            ("Asia/Kolkata", 19_800, "+05:30"), ("+14:00", 50_400, "+14:00"), ("-12:00", -43_200, "-12:00"),
            ("-03:30", -12_600, "-03:30"), ("+05:45", 20_700, "+05:45"),
        ])
    func zones(_ text: String, _ seconds: Int, _ written: String) throws {
        let zone = try #require(TimeZoneOffset(text))
        #expect(zone.seconds == seconds)
        #expect(zone.text == written)
        #expect(TimeZoneOffset(written) == zone)
    }

    @Test(
        "not a time zone",
        arguments: [
            "", "utc", "Z", "GMT", "IST", "Europe/Berlin", "asia/kolkata", "5:30", "05:30", "+5:30", "+0530", "+05",
            "+05:60",
            "+14:01", "+15:00", "-12:01", "-13:00", "+05:30 ", "+05:3०", "−05:30", "+-5:30", "UTC+1",
        ])
    func noZones(_ text: String) {
        #expect(TimeZoneOffset(text) == nil)
    }

    @Test(
        "a day and a month begin at midnight of the zone",
        arguments: [
            ("2026-11-29T18:29:59.999Z", "+05:30", "2026-11-29"), ("2026-11-29T18:30:00Z", "+05:30", "2026-11-30"),
            ("2026-11-30T18:29:59.999Z", "+05:30", "2026-11-30"), ("2026-11-30T18:30:00Z", "+05:30", "2026-12-01"),
            ("2026-12-31T18:29:59.999Z", "+05:30", "2026-12-31"), ("2026-12-31T18:30:00Z", "+05:30", "2027-01-01"),
            ("2026-12-31T23:59:59.999Z", "UTC", "2026-12-31"), ("2027-01-01T00:00:00Z", "UTC", "2027-01-01"),
            ("2027-01-01T11:59:59.999Z", "-12:00", "2026-12-31"), ("2027-01-01T12:00:00Z", "-12:00", "2027-01-01"),
            ("2026-12-31T10:00:00Z", "+14:00", "2027-01-01"), ("2026-12-31T09:59:59.999Z", "+14:00", "2026-12-31"),
            ("2028-02-28T18:30:00Z", "+05:30", "2028-02-29"), ("2027-02-28T18:30:00Z", "+05:30", "2027-03-01"),
            ("1969-12-31T18:29:59.999Z", "+05:30", "1969-12-31"), ("1969-12-31T18:30:00Z", "+05:30", "1970-01-01"),
        ])
    func days(_ moment: String, _ zone: String, _ day: String) throws {
        let moment = try #require(parseTimestamp(moment))
        let zone = try #require(TimeZoneOffset(zone))
        #expect(zone.day(of: moment) == day)
        #expect(zone.month(of: moment) == String(day.prefix(7)))
    }
}
