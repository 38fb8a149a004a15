import CLibrary
import Synchronization

/// Lets one thread sleep until another wakes it, or until a time has passed. A wake before the sleep is not lost.
package final class WakeSignal: Sendable {
    private let reading: Int32
    private let writing: Int32
    private let isAwake = Atomic(false)

    /// Nil if the process has no file descriptor left.
    package init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (reading, writing) = (ends[0], ends[1])
    }

    deinit {
        close(reading)
        close(writing)
    }

    package func wake() {
        guard !isAwake.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var byte: UInt8 = 0
        while write(writing, &byte, 1) < 0, errno == EINTR {}
    }

    /// Returns after a wake, or after `time`; nil waits for a wake alone.
    package func wait(atMost time: Duration?) {
        var request = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
        let milliseconds = time.map {
            $0.components.seconds * 1_000 + $0.components.attoseconds / 1_000_000_000_000_000 + 1
        }
        _ = poll(&request, 1, milliseconds.map { Int32(clamping: max(0, $0)) } ?? -1)
        var bytes: (UInt64, UInt64) = (0, 0)
        // In this order: a wake in between would be read, and all later ones would write nothing.
        _ = read(reading, &bytes, 16)
        isAwake.store(false, ordering: .sequentiallyConsistent)
    }
}
