/// Reads a time in any format that the API and its testers use: RFC 3339, Java's `Date.toString`
/// (`Fri May 22 16:04:04 IST 2026`), an HTTP date, or epoch seconds or milliseconds.
package func parseTimestamp(_ text: String) -> Timestamp? {
    parseRFC3339(text) ?? parseJavaDate(text) ?? parseHTTPDate(text) ?? Int64(text).flatMap(epochTimestamp)
}

/// The formats that `parseTimestamp` reads, for messages.
package let timestampForms = "a time in RFC 3339, epoch seconds or milliseconds, or the API's own form"

/// Ten digits are seconds, thirteen are milliseconds; any other number is not a time.
package func epochTimestamp(_ value: Int64) -> Timestamp? {
    switch value {
    case 1_000_000_000..<10_000_000_000: Timestamp(milliseconds: value * 1_000)
    case 1_000_000_000_000..<10_000_000_000_000: Timestamp(milliseconds: value)
    default: nil
    }
}

/// RFC 3339: `2026-05-22T16:04:04.123+05:30`.
package func parseRFC3339(_ text: String) -> Timestamp? {
    let parts = text.split(whereSeparator: { "Tt ".contains($0) })
    guard parts.count == 2 else { return nil }
    let date = parts[0].split(separator: "-", omittingEmptySubsequences: false)
    guard date.count == 3, date[0].count == 4, let year = digits(date[0]), let month = digits(date[1], 2),
        let day = digits(date[2], 2), let zoneStart = parts[1].firstIndex(where: { "Zz+-".contains($0) }),
        let offset = offsetMinutes(parts[1][zoneStart...])
    else { return nil }
    let clock = parts[1][..<zoneStart].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let (hour, minute, second) = timeOfDay(clock[0]) else { return nil }
    var millisecond = 0
    if clock.count == 2 {
        guard digits(clock[1]) != nil else { return nil }
        millisecond = Int((clock[1] + "00").prefix(3)) ?? 0
    }
    return Timestamp(
        year: year, month: month, day: day, hour: hour, minute: minute, second: second, millisecond: millisecond
    )?.advanced(by: .seconds(-60 * offset))
}

/// Java's `Date.toString`: `Fri May 22 16:04:04 IST 2026`. IST means Indian time here, +05:30. Nil too if the day of the week is another one:
/// then nobody knows which of the two is wrong.
package func parseJavaDate(_ text: String) -> Timestamp? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, let month = monthNumber(parts[1]), let day = digits(parts[2]),
        let year = digits(parts[5], 4),
        let (hour, minute, second) = timeOfDay(parts[3]), let offset = zoneOffsets[String(parts[4])],
        let local = Timestamp(year: year, month: month, day: day, hour: hour, minute: minute, second: second),
        CivilTime(local).weekdayName == parts[0]
    else { return nil }
    return local.advanced(by: .seconds(-60 * offset))
}

/// The header `Date` (RFC 9110, section 5.6.7): `Fri, 22 May 2026 10:34:04 GMT`.
package func parseHTTPDate(_ text: String) -> Timestamp? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[0].hasSuffix(","), parts[5] == "GMT", let day = digits(parts[1]),
        let month = monthNumber(parts[2]), let year = digits(parts[3], 4),
        let (hour, minute, second) = timeOfDay(parts[4])
    else { return nil }
    return Timestamp(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
}

/// In minutes east of Greenwich.
private let zoneOffsets = ["IST": 330, "UTC": 0, "GMT": 0, "Z": 0]

private func monthNumber(_ name: Substring) -> Int? {
    monthNames.firstIndex(of: String(name)).map { $0 + 1 }
}

private func timeOfDay(_ text: Substring) -> (hour: Int, minute: Int, second: Int)? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, let hour = digits(parts[0], 2), let minute = digits(parts[1], 2),
        let second = digits(parts[2], 2)
    else { return nil }
    return (hour, minute, second)
}

func offsetMinutes(_ text: Substring) -> Int? {
    if text == "Z" || text == "z" { return 0 }
    let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let hours = digits(parts[0], 2), let minutes = digits(parts[1], 2) else { return nil }
    return (text.first == "-" ? -1 : 1) * (hours * 60 + minutes)
}

private func digits(_ text: Substring, _ count: Int? = nil) -> Int? {
    guard text.utf8.allSatisfy({ UInt8(ascii: "0") <= $0 && $0 <= UInt8(ascii: "9") }),
        count ?? text.count == text.count
    else { return nil }
    return Int(text)
}
