/// A moment in milliseconds since 1970-01-01T00:00:00Z.
package struct Timestamp: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The moment that is `duration` later, or earlier if the duration is negative.
    package func advanced(by duration: Duration) -> Timestamp {
        let (sum, overflow) = milliseconds.addingReportingOverflow(
            Int64(max(-1e15, min(1e15, duration.milliseconds.rounded()))))
        return Timestamp(milliseconds: overflow ? milliseconds : sum)
    }
}

extension Timestamp {
    /// A moment by its date and time of day in UTC; nil if there is no such moment.
    package init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, millisecond: Int = 0) {
        guard 0...9999 ~= year, 1...12 ~= month, 1...daysInMonth(month, of: year) ~= day, 0...23 ~= hour,
            0...59 ~= minute, 0...60 ~= second
        else { return nil }
        let days = daysSince1970(year: year, month: month, day: day)
        let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
        self.init(milliseconds: Int64(seconds) * 1_000 + Int64(millisecond))
    }

    /// In RFC 3339, UTC: `2026-01-02T03:04:05.678Z`.
    package var rfc3339: String {
        var text = CivilTime(self).dateAndTime
        text.append(UInt8(ascii: "."))
        text.append(Int(milliseconds.modulo(1_000)), width: 3)
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }

    /// In ISO 8601, UTC, without zone and fraction, as in JUnit reports: `2026-01-02T03:04:05`.
    package var dateAndTime: String { String(decoding: CivilTime(self).dateAndTime, as: UTF8.self) }

    /// As the API writes it, in Indian time: `Fri May 22 16:04:04 IST 2026`.
    package var apiDate: String {
        let time = CivilTime(self, secondsEast: 19_800)
        return "\(time.weekdayName) \(time.monthName) \(CivilTime.twoDigits(time.day)) \(time.clock) IST \(time.year)"
    }

    /// As in the header `Date` (RFC 9110, section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
    package var httpDate: String {
        let time = CivilTime(self)
        return
            "\(time.weekdayName), \(CivilTime.twoDigits(time.day)) \(time.monthName) \(time.year) \(time.clock) GMT"
    }
}
