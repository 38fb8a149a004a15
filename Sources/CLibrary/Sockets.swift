#if canImport(Darwin)
    package let streamSocket = SOCK_STREAM
#else
    package let streamSocket = Int32(SOCK_STREAM.rawValue)
#endif

/// A new socket, which programs that this process starts do not get. Negative if too many files are open.
package func openSocket(_ family: Int32) -> Int32 {
    #if canImport(Darwin)
        let descriptor = socket(family, streamSocket, 0)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return descriptor
    #else
        socket(family, streamSocket | Int32(SOCK_CLOEXEC.rawValue), 0)
    #endif
}

/// The two ends of a connection within this process, which programs that it starts do not get. Nil if too many files are open.
package func connectedSockets() -> (Int32, Int32)? {
    var ends: [Int32] = [-1, -1]
    #if canImport(Darwin)
        guard socketpair(AF_UNIX, streamSocket, 0, &ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    #else
        guard socketpair(AF_UNIX, streamSocket | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else { return nil }
    #endif
    return (ends[0], ends[1])
}
