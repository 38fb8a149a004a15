/// How far a clock is from UTC, for places without daylight saving time.
package struct TimeZoneOffset: Sendable, Hashable {
    /// East of UTC.
    package let seconds: Int

    package static let utc = TimeZoneOffset(seconds: 0)
    /// The last place where a day ends.
    package static let westernmost = TimeZoneOffset(seconds: -12 * 3_600)
    package static let india = TimeZoneOffset(seconds: 19_800)

    private init(seconds: Int) {
        self.seconds = seconds
    }

    /// Reads `UTC`, an offset from `-12:00` to `+14:00`, or `Asia/Kolkata`. Nil for anything else: the offset of another name can change.
    package init?(_ text: String) {
        switch text {
        case "UTC": self = .utc
        case "Asia/Kolkata": self = .india
        default:
            guard text.utf8.count == 6, text.hasPrefix("+") || text.hasPrefix("-"),
                let minutes = offsetMinutes(text[...]),
                -12 * 60...14 * 60 ~= minutes, text.utf8.dropFirst(4).first.map({ $0 < UInt8(ascii: "6") }) ?? false
            else { return nil }
            self.init(seconds: minutes * 60)
        }
    }

    /// `UTC`, or an offset such as `+05:30`.
    package var text: String {
        guard seconds != 0 else { return "UTC" }
        let minutes = abs(seconds) / 60
        return (seconds < 0 ? "-" : "+") + CivilTime.twoDigits(minutes / 60) + ":" + CivilTime.twoDigits(minutes % 60)
    }

    /// The date on a calendar in this zone, such as `2026-11-29`.
    package func day(of moment: Timestamp) -> String { date(of: moment, size: 10) }

    /// The month on a calendar in this zone, such as `2026-11`.
    package func month(of moment: Timestamp) -> String { date(of: moment, size: 7) }

    private func date(of moment: Timestamp, size: Int) -> String {
        String(decoding: CivilTime(moment, secondsEast: Int64(seconds)).dateAndTime.prefix(size), as: UTF8.self)
    }
}
