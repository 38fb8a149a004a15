/// Parses a duration of the workflow language: a decimal number and `ms`, `s`, `m` or `h`.
package func parseDuration(_ text: String) -> Duration? {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let milliseconds: Double
    switch text[number.endIndex...] {
    case "ms": milliseconds = 1
    case "s": milliseconds = 1_000
    case "m": milliseconds = 60_000
    case "h": milliseconds = 3_600_000
    default: return nil
    }
    guard let value = Double(number), value * milliseconds <= longestInMilliseconds else { return nil }
    return .microseconds(Int64((value * milliseconds * 1_000).rounded()))
}

/// 366 days.
private let longestInMilliseconds: Double = 366 * 86_400_000

/// Hints for durations with a mistake in them.
package enum DurationText {
    /// What to write instead of a string that is nearly a duration, such as `3000` or `5 sec`; nil if it is not clear.
    package static func closest(to text: String, isSigned: Bool = false) -> String? {
        if text.contains("${{") { return "it cannot hold an expression" }
        let hint = correction(of: text, isSigned: isSigned)
        return hint == "write \(text)" ? "the longest is 366 days, 8784h" : hint
    }

    private static func correction(of text: String, isSigned: Bool) -> String? {
        let words = text.lowercased().filter { $0 != " " }
        // `< 3s`: a limit is the longest time anyway.
        let limit = words.drop { "<=".contains($0) }
        if limit.count < words.count {
            return parseDuration(String(limit)) == nil ? closest(to: String(limit)) : "write \(limit)"
        }
        let sign = isSigned && words.hasPrefix("-") ? "-" : ""
        let number = words.dropFirst(sign.count).prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let value = Double(number), value > 0 else { return nil }
        switch words.dropFirst(sign.count + number.count) {
        case "": return "write \(sign)\(number)\(value >= 1_000 ? "ms" : "s")"
        case "s", "sec", "secs", "second", "seconds": return "write \(sign)\(number)s"
        case "m", "min", "mins", "minute", "minutes": return "write \(sign)\(number)m"
        case "h", "hour", "hours": return "write \(sign)\(number)h"
        case "ms", "msec", "millis", "milliseconds": return "write \(sign)\(number)ms"
        case "us", "µs", "ns": return "the shortest unit is ms"
        default: return nil
        }
    }
}

extension Duration {
    /// In milliseconds, with the fraction.
    package var milliseconds: Double {
        Double(components.seconds) * 1_000 + Double(components.attoseconds) / 1e15
    }

    /// In milliseconds, or in seconds with three decimals, so that two durations in a comparison also look different.
    package var exactText: String {
        let milliseconds = Int(self.milliseconds.rounded())
        guard milliseconds >= 1_000 else { return "\(milliseconds) ms" }
        let fraction = String(milliseconds % 1_000)
        return "\(milliseconds / 1_000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction) s"
    }

    /// For people: `840 µs`, `12 ms`, `1.32 s`.
    package var shortText: String {
        switch milliseconds {
        case ..<0.9995: return "\(Int((milliseconds * 1_000).rounded())) µs"
        case ..<999.5: return "\(Int(milliseconds.rounded())) ms"
        default:
            let hundredths = Int((milliseconds / 10).rounded())
            let fraction = hundredths % 100
            return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) s"
        }
    }
}
