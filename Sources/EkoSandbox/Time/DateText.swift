/// A moment as the API writes it, in India's time: `Fri May 22 16:04:04 IST 2026`.
func apiDateText(milliseconds: Int64) -> String {
    let time = CivilTime(milliseconds: milliseconds, offset: 19_800)
    return "\(time.weekdayName) \(time.monthName) \(CivilTime.twoDigits(time.day)) \(time.clock) IST \(time.year)"
}

/// A moment as the header `Date` has it (RFC 9110, section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
func httpDateText(milliseconds: Int64) -> String {
    let time = CivilTime(milliseconds: milliseconds)
    return "\(time.weekdayName), \(CivilTime.twoDigits(time.day)) \(time.monthName) \(time.year) \(time.clock) GMT"
}
