/// A moment as a date and a time of day, in the proleptic Gregorian calendar.
struct CivilTime {
    let year: Int
    /// From 1 to 12.
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int
    /// From 0, for Sunday.
    let weekday: Int

    /// `secondsEast` is the clock's offset from UTC, in seconds.
    init(_ moment: Timestamp, secondsEast: Int64 = 0) {
        let seconds = (moment.milliseconds - moment.milliseconds.modulo(1_000)) / 1_000 + secondsEast
        let time = Int(seconds.modulo(86_400))
        let days = (seconds - Int64(time)) / 86_400
        (hour, minute, second) = (time / 3_600, time / 60 % 60, time % 60)
        weekday = Int((days + 4).modulo(7))
        // Years are counted from March, so that a leap day is the last day of its year; an era has 400 years.
        let shifted = days + 719_468
        let dayOfEra = Int(shifted.modulo(146_097))
        let era = Int(shifted - Int64(dayOfEra)) / 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    var weekdayName: String { ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][weekday] }
    var monthName: String { monthNames[month - 1] }

    /// The time of day, such as `16:04:04`.
    var clock: String { "\(Self.twoDigits(hour)):\(Self.twoDigits(minute)):\(Self.twoDigits(second))" }

    static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }

    /// Date and time, such as `2026-01-02T03:04:05`, in UTF-8.
    var dateAndTime: [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(32)
        text.append(year, width: 4)
        for (separator, value) in [("-", month), ("-", day), ("T", hour), (":", minute), (":", second)] {
            text.append(contentsOf: separator.utf8)
            text.append(value, width: 2)
        }
        return text
    }
}

let monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

func daysInMonth(_ month: Int, of year: Int) -> Int {
    switch month {
    case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
}

func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let shifted = month > 2 ? year : year - 1
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    // Counts from one era (400 years) earlier, so that no division is of a negative number.
    let years = shifted + 400
    return years * 365 + years / 4 - years / 100 + years / 400 + dayOfYear - 719_468 - 146_097
}

extension [UInt8] {
    /// Appends a number in decimal, padded with zeros to `width`.
    mutating func append(_ value: Int, width: Int) {
        let digits = String(value).utf8
        for _ in 0..<Swift.max(0, width - digits.count) { append(UInt8(ascii: "0")) }
        append(contentsOf: digits)
    }
}

extension Int64 {
    /// The remainder, never negative.
    func modulo(_ divisor: Int64) -> Int64 {
        let remainder = self % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}
