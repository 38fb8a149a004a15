import ArgumentParser
import Times
import WorkflowModel

/// A moment before now, as people give it: a day, or how long ago it was.
enum PastMoment: Sendable, Equatable {
    /// The start of a day, by the same time in UTC.
    case day(Timestamp)
    case ago(Duration)

    /// Reads `2026-11-01`, `90d`, or a duration such as `36h`.
    static func parse(_ text: String) throws -> PastMoment {
        if text.utf8.count == 10, let day = parseRFC3339(text + "T00:00:00Z") { return .day(day) }
        if text.hasSuffix("d"), let days = Int(text.dropLast()), 0...36_500 ~= days, text.first != "+" {
            return .ago(.seconds(86_400 * days))
        }
        if let duration = parseDuration(text) { return .ago(duration) }
        throw ValidationError("expected a day such as 2026-11-01, or a duration such as 90d")
    }

    /// The days of the zone of an environment; in India without one.
    func timestamp(before now: Timestamp, in zone: TimeZoneOffset?) -> Timestamp {
        switch self {
        case .day(let day): day.advanced(by: .seconds(-(zone ?? Environment.defaultTimeZone).seconds))
        case .ago(let duration): now.advanced(by: .zero - duration)
        }
    }
}
