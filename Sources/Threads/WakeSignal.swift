import CLibrary
import Synchronization

/// Rounded up.
private func milliseconds(_ time: Duration) -> Int32 {
    Int32(clamping: max(0, time.components.seconds * 1_000 + time.components.attoseconds / 1_000_000_000_000_000 + 1))
}

/// Lets one thread sleep until another wakes it, or until a time has passed. A wake before the sleep is not lost.
package final class WakeSignal: Sendable {
    private let reading: Int32
    private let writing: Int32
    private let isAwake = Atomic(false)

    /// Nil if the process has no file descriptor left.
    package init?() {
        guard let ends = openPipe() else { return nil }
        (reading, writing) = ends
        for end in [reading, writing] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    }

    deinit {
        close(reading)
        close(writing)
    }

    /// Ends the current sleep, or the next one.
    package func wake() {
        guard !isAwake.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var byte: UInt8 = 0
        while write(writing, &byte, 1) < 0, errno == EINTR {}
    }

    /// Returns after a wake, or after `time`; nil waits for a wake alone.
    package func wait(atMost time: Duration?) {
        var request = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
        _ = poll(&request, 1, time.map(milliseconds) ?? -1)
        var bytes: (UInt64, UInt64) = (0, 0)
        // In this order: a wake in between would be read, and all later ones would write nothing.
        _ = read(reading, &bytes, 16)
        isAwake.store(false, ordering: .sequentiallyConsistent)
    }
}
