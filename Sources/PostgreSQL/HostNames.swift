import CLibrary
import SQLDatabase
import Synchronization
import Threads

/// Looks up the addresses of host names, and gives up after a while: libpq would wait for as long as the resolver does.
enum HostNames {
    private final class Lookup: Sendable {
        let addresses = Mutex<[String]>([])
        let name: String
        /// Two ends. The one for writing is closed when the lookup has ended.
        let reading: Int32
        let writing: Int32

        init?(name: String) {
            guard let ends = connectedSockets() else { return nil }
            self.name = name
            (reading, writing) = ends
        }

        func run() {
            let found = HostNames.lookUp(name)
            addresses.withLock { $0 = found }
            close(writing)
        }

        deinit { close(reading) }
    }

    /// The addresses of a host, in the order in which they should be tried. Empty if it has none.
    static func addresses(of name: String, within limit: Duration) throws(SQLError) -> [String] {
        guard let lookup = Lookup(name: name) else { throw SQLError(.other, "there are too many open files") }
        guard startThread({ lookup.run() }) else {
            close(lookup.writing)
            throw SQLError(.other, "a thread cannot be created")
        }
        guard Deadline(after: limit).wait(for: lookup.reading, Int16(POLLIN)) else {
            throw SQLError(.unreachable, "the name '\(name)' was not found in time")
        }
        return lookup.addresses.withLock { $0 }
    }

    private static func lookUp(_ name: String) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = streamSocket
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [String] = []
        var next = list
        while let entry = next {
            var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let length = socklen_t(host.count)
            let info = entry.pointee
            if getnameinfo(info.ai_addr, info.ai_addrlen, &host, length, nil, 0, NI_NUMERICHOST) == 0 {
                found.append(host.withUnsafeBufferPointer { String(cString: $0.baseAddress!) })
            }
            next = info.ai_next
        }
        return found
    }
}

/// A time at which to stop waiting.
struct Deadline {
    private let end: ContinuousClock.Instant

    init(after limit: Duration) { end = .now + limit }

    var remaining: Duration { ContinuousClock.now.duration(to: end) }

    /// Waits until something can be done with a socket; false if the time is over.
    func wait(for socket: Int32, _ events: Int16) -> Bool {
        var entry = pollfd(fd: socket, events: events, revents: 0)
        while true {
            let (seconds, fraction) = remaining.components
            guard seconds >= 0, fraction >= 0 else { return false }
            let status = poll(&entry, 1, Int32(clamping: seconds * 1000 + fraction / 1_000_000_000_000_000 + 1))
            if status > 0 { return true }
            if status < 0, errno != EINTR { return false }
        }
    }
}
