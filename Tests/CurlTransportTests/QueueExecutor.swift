import Dispatch

/// Runs tasks on a queue of their own, because other code may block the threads that all tasks share.
final class QueueExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "ekoflow sandbox")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
