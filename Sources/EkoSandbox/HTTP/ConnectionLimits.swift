import CLibrary

/// The limits on a client's use of the server.
package struct ConnectionLimits: Sendable {
    /// How long a connection may be open without a request.
    package var idle = Duration.seconds(120)
    /// How long a request may take to arrive, from its first byte to its last.
    package var request = Duration.seconds(60)
    /// How long a client may leave an answer unread.
    package var write = Duration.seconds(60)
    /// All header lines of a request together, in bytes.
    package var headSize = 64 << 10
    /// The body of a request, in bytes.
    package var bodySize = 1 << 20
    /// If there are more connections, the one whose time ends first is closed.
    package var maximumCount: Int

    package init() {
        maximumCount = Self.openFiles - Self.filesLeft
    }

    /// Open files of the process that are not for connections.
    private static let filesLeft = 64

    /// How many files the process may have open.
    private static var openFiles: Int {
        guard let limit = ResourceLimit.openFiles.value else { return 1_024 }
        return max(2 * filesLeft, Int(min(limit.rlim_cur, 20_000)))
    }
}
