import CLibrary

/// Runs `body` on a thread of its own, so that it blocks no other work. Returns false if there can be no thread.
package func startThread(_ body: @escaping @Sendable () -> Void) -> Bool { StartedThread(body) != nil }

/// A thread that ends with the function that it runs.
package struct StartedThread {
    private let identifier: pthread_t

    /// Nil if there can be no thread.
    package init?(_ body: @escaping @Sendable () -> Void) {
        let context = Unmanaged.passRetained(ThreadBody(run: body))
        #if canImport(Darwin)
            var created: pthread_t?
        #else
            var created = pthread_t()
        #endif
        let status = pthread_create(
            &created, nil,
            { context in
                // Only some systems say that it is never nil.
                guard let context = context as UnsafeMutableRawPointer? else { return nil }
                Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        guard status == 0, let thread = created as pthread_t? else {
            context.release()
            return nil
        }
        pthread_detach(thread)
        identifier = thread
    }

    /// Whether the caller is on this thread.
    package var isCurrent: Bool { pthread_equal(pthread_self(), identifier) != 0 }
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}
