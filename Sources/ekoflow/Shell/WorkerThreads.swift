import Synchronization
import Threads

/// Threads for work that can take seconds, so that it delays neither the network nor anything else. They start with the first work.
final class WorkerThreads: TaskExecutor {
    /// For judgements that can take long. Two, so that one of them does not delay all others.
    static let judging = WorkerThreads(count: 2)

    private struct State {
        var jobs: [UnownedJob] = []
        var started = 0
    }

    private let count: Int
    private let state = Mutex(State())
    private let available = Semaphore()

    private init(count: Int) {
        self.count = count
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let mustStart = state.withLock { state in
            state.jobs.append(job)
            guard state.started < count else { return false }
            state.started += 1
            return true
        }
        // Without a thread of its own, the job waits for another; without any, it runs here.
        if mustStart, !startThread({ self.work() }),
            state.withLock({
                $0.started -= 1
                return $0.started == 0
            })
        {
            if let job = next() { job.runSynchronously(on: asUnownedTaskExecutor()) }
            return
        }
        available.signal()
    }

    private func next() -> UnownedJob? { state.withLock { $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() } }

    private func work() {
        while true {
            available.wait()
            if let job = next() { job.runSynchronously(on: asUnownedTaskExecutor()) }
        }
    }
}
