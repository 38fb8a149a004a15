import CLibcurl
import CLibrary

/// What a multi handle waits for: sockets, the time of its next timeout, and a wake from another thread.
///
/// libcurl reports each change, so a turn takes time for what is ready, and not for all that is active, as it does with
/// `curl_multi_poll` (https://curl.se/libcurl/c/curl_multi_socket_action.html). Only `wake` may be called off the loop.
final class SocketPoll: @unchecked Sendable {
    /// The descriptors to wait for: the reading end of the pipe that wakes, then the sockets.
    private var waited: [pollfd]
    private let wakeEnd: Int32
    /// On the monotonic clock, in nanoseconds; nil if there is no timeout.
    private var deadline: UInt64?

    /// Nil if the process has no file descriptor left.
    init?() {
        guard let ends = openPipe() else { return nil }
        for end in [ends.reading, ends.writing] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        waited = [pollfd(fd: ends.reading, events: Int16(POLLIN), revents: 0)]
        wakeEnd = ends.writing
    }

    deinit {
        close(waited[0].fd)
        close(wakeEnd)
    }

    /// Makes a multi handle report its sockets and timeouts here; the handle must not outlive this object. Returns false if it
    /// would not report them.
    func attach(to multi: UnsafeMutableRawPointer) -> Bool {
        let context = Unmanaged.passUnretained(self).toOpaque()
        return ekoflow_multi_setopt_pointer(multi, CURLMOPT_SOCKETDATA, context) == CURLM_OK
            && ekoflow_multi_setopt_pointer(multi, CURLMOPT_TIMERDATA, context) == CURLM_OK
            && ekoflow_multi_set_callbacks(multi, socketCallback, timerCallback) == CURLM_OK
    }

    /// Ends the current wait, or the next one. Can be called from any thread.
    func wake() {
        var byte: UInt8 = 0
        while write(wakeEnd, &byte, 1) < 0, errno == EINTR {}
    }

    /// Whether the next timeout has come; true only once for each timeout.
    func takeTimeout() -> Bool {
        guard let deadline, Self.now() >= deadline else { return false }
        self.deadline = nil
        return true
    }

    /// Waits for a ready socket, a timeout, `wake`, or the time `end`. Calls `isReady` for each ready socket with `CURL_CSELECT_` flags.
    func wait(until end: UInt64?, _ isReady: (_ socket: Int32, _ flags: Int32) -> Void) {
        var milliseconds: Int32 = -1
        if let deadline = [deadline, end].compactMap(\.self).min() {
            let now = Self.now()
            // Rounded up: a turn that comes too early would be repeated at once.
            milliseconds = deadline > now ? Int32(min((deadline - now + 999_999) / 1_000_000, 60_000)) : 0
        }
        guard poll(&waited, nfds_t(waited.count), milliseconds) > 0 else { return }
        if waited[0].revents != 0 {
            var bytes = [UInt8](repeating: 0, count: 64)
            read(waited[0].fd, &bytes, bytes.count)
        }
        // Copied first, because `isReady` can change what is waited for.
        let ready = waited.dropFirst().filter { $0.revents != 0 }
        for socket in ready {
            var flags: Int32 = 0
            if socket.revents & Int16(POLLIN) != 0 { flags |= CURL_CSELECT_IN }
            if socket.revents & Int16(POLLOUT) != 0 { flags |= CURL_CSELECT_OUT }
            if socket.revents & Int16(POLLERR | POLLHUP | POLLNVAL) != 0 { flags |= CURL_CSELECT_ERR }
            isReady(socket.fd, flags)
        }
    }

    fileprivate func setTimeout(milliseconds: Int) {
        deadline = milliseconds < 0 ? nil : Self.now() + UInt64(milliseconds) * 1_000_000
    }

    /// `what` is one of libcurl's `CURL_POLL_` constants.
    fileprivate func watch(_ socket: Int32, _ what: Int32) {
        let place = waited.dropFirst().firstIndex { $0.fd == socket }
        guard what != CURL_POLL_REMOVE else {
            if let place {
                waited.swapAt(place, waited.count - 1)
                waited.removeLast()
            }
            return
        }
        var events: Int16 = 0
        if what & CURL_POLL_IN != 0 { events |= Int16(POLLIN) }
        if what & CURL_POLL_OUT != 0 { events |= Int16(POLLOUT) }
        if let place {
            waited[place].events = events
        } else {
            waited.append(pollfd(fd: socket, events: events, revents: 0))
        }
    }

    /// On the monotonic clock, in nanoseconds.
    static func now() -> UInt64 {
        var time = timespec()
        #if canImport(Darwin)
            // There, CLOCK_MONOTONIC is computed from the clock of the day.
            clock_gettime(CLOCK_UPTIME_RAW, &time)
        #else
            clock_gettime(CLOCK_MONOTONIC, &time)
        #endif
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

private func socketPoll(_ context: UnsafeMutableRawPointer?) -> SocketPoll? {
    context.map { Unmanaged<SocketPoll>.fromOpaque($0).takeUnretainedValue() }
}

private let socketCallback: ekoflow_socket_callback = { _, socket, what, context, _ in
    socketPoll(context)?.watch(socket, what)
    return 0
}

private let timerCallback: ekoflow_timer_callback = { _, milliseconds, context in
    socketPoll(context)?.setTimeout(milliseconds: milliseconds)
    return 0
}
