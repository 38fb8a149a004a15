/// One action of the server on a connection after a request. Most answers need one; faults that no HTTP server library
/// allows take several.
package enum ConnectionAction: Sendable {
    case send([UInt8])
    case wait(Duration)
    /// One byte after another, with a pause before each.
    case drip([UInt8], every: Duration)
    /// The same bytes repeatedly, until the client disconnects.
    case flood([UInt8])
    /// Parts as they arrive, until the stream ends or the client disconnects.
    case stream(AsyncStream<[UInt8]>)
    /// Sends nothing until the client disconnects.
    case staySilent
    case close
    /// Closes with a TCP reset, so that the client may lose what it has not read yet.
    case reset
}
