/// A moment in milliseconds since 1970-01-01T00:00:00Z.
package struct Timestamp: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The moment so much later, or earlier where the duration is negative.
    package func advanced(by duration: Duration) -> Timestamp {
        let (sum, overflow) = milliseconds.addingReportingOverflow(
            Int64(max(-1e15, min(1e15, duration.milliseconds.rounded()))))
        return Timestamp(milliseconds: overflow ? milliseconds : sum)
    }
}

extension Timestamp {
    /// A moment by its date and time of day in UTC; nil where there is no such moment.
    package init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, millisecond: Int = 0) {
        guard 0...9999 ~= year, 1...12 ~= month, day >= 1, day <= Timestamp.days(inMonth: month, of: year) else {
            return nil
        }
        guard 0...23 ~= hour, 0...59 ~= minute, 0...60 ~= second else { return nil }
        let days = Timestamp.daysSince1970(year: year, month: month, day: day)
        let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
        self.init(milliseconds: Int64(seconds) * 1_000 + Int64(millisecond))
    }

    /// In RFC 3339, UTC: `2026-01-02T03:04:05.678Z`.
    package var rfc3339: String {
        var text = dateAndTimeBytes
        text.append(UInt8(ascii: "."))
        text.append(Int(milliseconds.modulo(1_000)), width: 3)
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }

    /// In ISO 8601, UTC, without zone and fraction, as JUnit reports have it: `2026-01-02T03:04:05`.
    package var dateAndTime: String { String(decoding: dateAndTimeBytes, as: UTF8.self) }

    private var dateAndTimeBytes: [UInt8] {
        let seconds = Int((milliseconds - milliseconds.modulo(1_000)) / 1_000)
        let secondOfDay = Int(Int64(seconds).modulo(86_400))
        let (year, month, day) = Timestamp.date(daysSince1970: (seconds - secondOfDay) / 86_400)
        var text: [UInt8] = []
        text.reserveCapacity(32)
        text.append(year, width: 4)
        text.append(UInt8(ascii: "-"))
        text.append(month, width: 2)
        text.append(UInt8(ascii: "-"))
        text.append(day, width: 2)
        text.append(UInt8(ascii: "T"))
        text.append(secondOfDay / 3_600, width: 2)
        text.append(UInt8(ascii: ":"))
        text.append(secondOfDay / 60 % 60, width: 2)
        text.append(UInt8(ascii: ":"))
        text.append(secondOfDay % 60, width: 2)
        return text
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// In the proleptic Gregorian calendar, by years that start in March, so that the leap day is a year's last.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return shifted * 365 + shifted.floorDivided(by: 4) - shifted.floorDivided(by: 100)
            + shifted.floorDivided(by: 400) + dayOfYear - 719_468
    }

    private static func date(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
        let days = days + 719_468
        let era = days.floorDivided(by: 146_097)
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }
}

extension [UInt8] {
    /// Appends a number in decimal, with zeros before it up to a width.
    fileprivate mutating func append(_ value: Int, width: Int) {
        let digits = String(value).utf8
        for _ in 0..<Swift.max(0, width - digits.count) { append(UInt8(ascii: "0")) }
        append(contentsOf: digits)
    }
}

extension Int {
    fileprivate func floorDivided(by divisor: Int) -> Int {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension Int64 {
    fileprivate func modulo(_ divisor: Int64) -> Int64 {
        let remainder = self % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}
