/// A moment as calendars and clocks show it, by the Gregorian calendar.
struct CivilTime {
    let year: Int
    /// From 1 to 12.
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int
    /// From 0 for Sunday.
    let weekday: Int

    /// `milliseconds` since 1970 in UTC, shown `offset` seconds east of it.
    init(milliseconds: Int64, offset: Int64 = 0) {
        let seconds = Self.floorDivided(milliseconds, 1_000) + offset
        let days = Self.floorDivided(seconds, 86_400)
        let time = Int(seconds - days * 86_400)
        (hour, minute, second) = (time / 3_600, time / 60 % 60, time % 60)
        weekday = Int((days % 7 + 11) % 7)
        // Years are counted from March, so that a leap day is the last of its year; an era has 400 years.
        let shifted = days + 719_468
        let era = Self.floorDivided(shifted, 146_097)
        let dayOfEra = Int(shifted - era * 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + Int(era) * 400 + (month <= 2 ? 1 : 0)
    }

    var weekdayName: String { ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][weekday] }

    var monthName: String {
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month - 1]
    }

    /// Such as `16:04:04`.
    var clock: String { "\(Self.twoDigits(hour)):\(Self.twoDigits(minute)):\(Self.twoDigits(second))" }

    static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }

    private static func floorDivided(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : (value - divisor + 1) / divisor
    }
}
