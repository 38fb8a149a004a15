import FoundationEssentials

/// A moment as the API writes it, in India's time: `Fri May 22 16:04:04 IST 2026`.
func apiDateText(milliseconds: Int64) -> String {
    var calendar = Calendar(identifier: .gregorian)
    if let india = TimeZone(secondsFromGMT: 19_800) { calendar.timeZone = india }
    let date = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second, .weekday], from: date)
    let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let time = [parts.hour, parts.minute, parts.second].map { twoDigits($0 ?? 0) }.joined(separator: ":")
    let weekday = weekdays[(parts.weekday ?? 1) - 1]
    let month = months[(parts.month ?? 1) - 1]
    return "\(weekday) \(month) \(twoDigits(parts.day ?? 1)) \(time) IST \(parts.year ?? 1970)"
}

private func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
