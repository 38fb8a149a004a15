import HTTP
import Times

/// How this machine's clock stands to a server's, by the header `Date` of its answer.
package struct ClockComparison: Sendable {
    /// This machine's time less the server's, in milliseconds.
    package let offset: Int64
    /// The header as it came.
    package let date: String

    /// Nil where the answer does not tell the time.
    package init?(_ response: HTTPResponse, at now: Timestamp) {
        guard let date = response.header("date"), let server = parseHTTPDate(date) else { return nil }
        self.date = date
        offset = now.milliseconds - server.milliseconds
    }

    /// True where signatures may be refused for it. How much the API tolerates is not published; the header has whole seconds.
    package var isOff: Bool { offset.magnitude > 60_000 }

    /// For people: `600 s behind the server's`.
    package var text: String {
        let seconds = offset.magnitude / 1_000
        return seconds < 2 ? "as the server's" : "\(seconds) s \(offset < 0 ? "behind" : "ahead of") the server's"
    }
}
