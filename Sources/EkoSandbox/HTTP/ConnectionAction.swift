/// One thing that the server does on a connection when a request has arrived. An answer is mostly one of them; what no
/// HTTP server library lets through takes several.
package enum ConnectionAction: Sendable {
    case send([UInt8])
    case wait(Duration)
    /// One byte after another, with a pause before each.
    case drip([UInt8], every: Duration)
    /// The bytes again and again, until the client goes away.
    case flood([UInt8])
    /// Parts as they come, until there are no more or the client goes away.
    case stream(AsyncStream<[UInt8]>)
    /// Nothing, until the client goes away.
    case staySilent
    case close
    /// Closes with a TCP reset, so that the client may lose what it has not read yet.
    case reset
}
