#if canImport(Darwin)
    import Dispatch
#else
    import CLibrary
#endif

/// Counts what is there to take. Who finds nothing sleeps until there is something.
///
/// `@unchecked Sendable`: it is only used through functions of the system, which any thread may call.
package final class Semaphore: @unchecked Sendable {
    #if canImport(Darwin)
        // There, the C library has no semaphores without a name.
        private let semaphore = DispatchSemaphore(value: 0)

        package init() {}

        /// Lets one waiting thread go on, or the next that waits.
        package func signal() { semaphore.signal() }

        /// Returns after a signal.
        package func wait() { semaphore.wait() }
    #else
        private let semaphore: UnsafeMutablePointer<sem_t>

        package init() {
            semaphore = .allocate(capacity: 1)
            semaphore.initialize(to: sem_t())
            sem_init(semaphore, 0, 0)
        }

        deinit {
            sem_destroy(semaphore)
            semaphore.deallocate()
        }

        /// Lets one waiting thread go on, or the next that waits.
        package func signal() { sem_post(semaphore) }

        /// Returns after a signal.
        package func wait() { while sem_wait(semaphore) != 0 {} }
    #endif
}
