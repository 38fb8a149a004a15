import Synchronization

/// The open connections of a server. Closes connections whose time is up, and makes room for new ones.
final class ConnectionTable: Sendable {
    private let limits: ConnectionLimits
    private let connections = Mutex<[ObjectIdentifier: HTTPConnection]>([:])

    init(limits: ConnectionLimits) {
        self.limits = limits
    }

    var open: [HTTPConnection] { connections.withLock { Array($0.values) } }

    func add(_ connection: HTTPConnection) {
        let isFull = connections.withLock { connections in
            connections[ObjectIdentifier(connection)] = connection
            return connections.count > limits.maximumCount
        }
        if isFull { makeRoom() }
    }

    func remove(_ connection: HTTPConnection) {
        _ = connections.withLock { $0.removeValue(forKey: ObjectIdentifier(connection)) }
    }

    /// Closes the connection whose time ends first; an idle one if there is any.
    func makeRoom() {
        let nearest = connections.withLock { connections in
            let idle = connections.values.filter(\.isIdle)
            let nearest = (idle.isEmpty ? Array(connections.values) : idle).min { $0.end < $1.end }
            // Closing takes a moment; the connection must not be chosen again in that time.
            if let nearest { connections[ObjectIdentifier(nearest)] = nil }
            return nearest
        }
        nearest?.hangUp()
    }

    /// Closes connections whose time is up, until the task is cancelled.
    func watch() async {
        let pause = min(.seconds(1), limits.idle / 2, limits.request / 2, limits.write / 2)
        while !Task.isCancelled {
            try? await Task.sleep(for: pause)
            let now = ContinuousClock.now
            for connection in open where connection.end <= now { connection.hangUp() }
        }
    }
}
