import Synchronization
import Times

/// Writes times. The date and the second are kept, because most times of a run follow each other closely.
final class TimeText: Sendable {
    private let last = Mutex<(second: Int64, text: String)?>(nil)

    /// In RFC 3339, as `Timestamp` writes it.
    func rfc3339(_ time: Timestamp) -> String {
        let fraction = Int(time.milliseconds - second(of: time) * 1_000)
        let second = dateAndTime(time)
        return String(unsafeUninitializedCapacity: second.utf8.count + 5) { text in
            var end = text.initialize(fromContentsOf: second.utf8)
            text[end] = UInt8(ascii: ".")
            text[end + 1] = digit(fraction / 100)
            text[end + 2] = digit(fraction / 10)
            text[end + 3] = digit(fraction)
            text[end + 4] = UInt8(ascii: "Z")
            end += 5
            return end
        }
    }

    /// In ISO 8601, without zone and fraction.
    func dateAndTime(_ time: Timestamp) -> String {
        let second = second(of: time)
        return last.withLock { last in
            if let last, last.second == second { return last.text }
            let text = time.dateAndTime
            last = (second, text)
            return text
        }
    }

    /// Rounded down, also before 1970.
    private func second(of time: Timestamp) -> Int64 {
        let (second, rest) = time.milliseconds.quotientAndRemainder(dividingBy: 1_000)
        return rest < 0 ? second - 1 : second
    }

    private func digit(_ number: Int) -> UInt8 { UInt8(ascii: "0") + UInt8(number % 10) }
}
