import HTTP
import Times

/// Compares this machine's clock with a server's clock, by the header `Date` of a response.
package struct ClockComparison: Sendable {
    /// This machine's time minus the server's time, in milliseconds.
    package let offset: Int64
    /// The value of the header.
    package let date: String

    /// Nil if the response has no valid `Date`.
    package init?(_ response: HTTPResponse, at now: Timestamp) {
        guard let date = response.header("date"), let server = parseHTTPDate(date) else { return nil }
        self.date = date
        offset = now.milliseconds - server.milliseconds
    }

    /// Whether the API may refuse signatures because of it. Its tolerance is not published; the header has whole seconds.
    package var isOff: Bool { offset.magnitude > 60_000 }

    /// For people: `600 s behind the server's`.
    package var text: String {
        let seconds = offset.magnitude / 1_000
        return seconds < 2 ? "as the server's" : "\(seconds) s \(offset < 0 ? "behind" : "ahead of") the server's"
    }
}
