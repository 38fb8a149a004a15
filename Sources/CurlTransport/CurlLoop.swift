import CLibcurl
import HTTP
import Synchronization
import Threads

/// One thread that drives libcurl's multi handle and also runs steps.
///
/// A step that a finished transfer resumes runs on this same thread, so nothing waits for another thread to wake.
/// Work from other threads wakes this thread only if it is waiting for the network.
///
/// `@unchecked Sendable`: only the loop's own thread touches the multi handle and the transfers. The poll's `wake`
/// may come from any thread, and what threads share is behind a mutex.
final class CurlLoop: TaskExecutor, @unchecked Sendable {
    typealias Outcome = Result<HTTPExchange, TransportError>

    /// A request to send, and the continuation that waits for its outcome.
    struct Start {
        let id: UInt64
        let request: HTTPRequest
        let deadline: Duration
        let continuation: UnsafeContinuation<Outcome, Never>
    }

    fileprivate enum Work {
        case job(UnownedJob)
        case start(Start)
        case cancel(UInt64)
    }

    struct Inbox {
        fileprivate var work: [Work] = []
        /// Whether the thread waits for the network; only then must new work wake it.
        var isPolling = false
        var isStopped = false
        var lastID: UInt64 = 0
        /// The transfers that have an id and may still start: a task can be cancelled just before its transfer.
        var unstarted: Set<UInt64> = []
    }

    private static let globalInit: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    private let multi: UnsafeMutableRawPointer
    private let poll: SocketPoll
    private let userAgent: String
    private let options: ConnectionOptions
    /// Set before anything is in the inbox.
    private var thread: StartedThread?
    let inbox = Mutex(Inbox())
    private var active: [UInt64: CurlTransfer] = [:]
    private var idle: [CurlTransfer] = []
    /// No active transfer has an earlier deadline; nil if none is active.
    private var nextDeadline: UInt64?

    /// Throws if the process lacks memory, file descriptors or threads: then nothing can be sent.
    init(userAgent: String, options: ConnectionOptions = ConnectionOptions()) throws(TransportError) {
        self.userAgent = userAgent
        self.options = options
        guard let poll = SocketPoll() else { throw .cannotStart("this process can open no more files") }
        self.poll = poll
        guard CurlLoop.globalInit == CURLE_OK, let multi = curl_multi_init() else {
            throw .cannotStart("there is no memory left")
        }
        self.multi = UnsafeMutableRawPointer(multi)
        guard poll.attach(to: self.multi) else { throw .cannotStart("there is no memory left") }
        thread = StartedThread { [self] in run() }
        guard thread != nil else { throw .cannotStart("this process can start no more threads") }
    }

    /// Whether the caller is on the loop's own thread.
    var isCurrent: Bool { thread?.isCurrent ?? false }

    deinit {
        curl_multi_cleanup(multi)
    }

    func nextTransferID() -> UInt64 {
        inbox.withLock { inbox in
            inbox.lastID += 1
            inbox.unstarted.insert(inbox.lastID)
            return inbox.lastID
        }
    }

    func start(_ start: Start) { add(.start(start)) }

    /// Ends a transfer, or keeps it from starting. Does nothing if the transfer is over.
    func cancel(_ id: UInt64) { add(.cancel(id)) }

    /// Ends the thread as soon as no transfer is active.
    func stop() { update { $0.isStopped = true } }

    func enqueue(_ job: consuming ExecutorJob) { add(.job(UnownedJob(job))) }

    private func add(_ work: Work) { update { $0.work.append(work) } }

    /// Changes the inbox, and wakes the thread if it waits for the network.
    private func update(_ change: (inout Inbox) -> Void) {
        let mustWake = inbox.withLock { inbox in
            change(&inbox)
            defer { inbox.isPolling = false }
            return inbox.isPolling
        }
        if mustWake { poll.wake() }
    }

    // MARK: - On the loop's thread

    private func run() {
        // Two lists that are swapped: while one is processed, new work goes into the other.
        var work: [Work] = []
        while true {
            var isStopped = false
            // A resumed step starts its next transfer. Take that work too, so that libcurl is called once for both.
            repeat {
                work.removeAll(keepingCapacity: true)
                inbox.withLock { inbox in
                    swap(&work, &inbox.work)
                    isStopped = inbox.isStopped
                }
                for item in work { perform(item) }
            } while !work.isEmpty
            if isStopped && active.isEmpty { return }
            if poll.takeTimeout() { act(on: CURL_SOCKET_BAD, 0) }
            finishTransfers()
            waitForWork()
            endLateTransfers()
        }
    }

    private func perform(_ work: Work) {
        switch work {
        case .job(let job): job.runSynchronously(on: asUnownedTaskExecutor())
        case .start(let start): begin(start)
        case .cancel(let id):
            guard let transfer = active.removeValue(forKey: id) else {
                // If it has not started, it must not start; if it is over, there is nothing to do.
                inbox.withLock { _ = $0.unstarted.remove(id) }
                return
            }
            curl_multi_remove_handle(multi, transfer.handle)
            transfer.cancel()
            idle.append(transfer)
        }
    }

    private func begin(_ start: Start) {
        guard inbox.withLock({ $0.unstarted.remove(start.id) }) != nil else {
            start.continuation.resume(returning: .failure(.cancelledBeforeStart))
            return
        }
        guard
            let transfer = idleTransfer(start.request.tls)
                ?? CurlTransfer(userAgent: userAgent, tls: start.request.tls, options: options)
        else {
            start.continuation.resume(returning: .failure(.cannotStart("there is no memory left")))
            return
        }
        if let error = transfer.prepare(start) {
            // Not used again: it may have a part of this request and a part of the one before.
            start.continuation.resume(returning: .failure(error))
            return
        }
        guard curl_multi_add_handle(multi, transfer.handle) == CURLM_OK else {
            transfer.finish(CURLE_FAILED_INIT)
            idle.append(transfer)
            return
        }
        active[start.id] = transfer
        nextDeadline = min(nextDeadline ?? transfer.deadline, transfer.deadline)
    }

    /// Ends the transfers whose deadline has come. libcurl's own timeout would also end a transfer whose answer has arrived and is not
    /// read yet, because a step kept the thread busy. So this is called after everything that has arrived was read.
    private func endLateTransfers() {
        let now = SocketPoll.now()
        guard let nextDeadline, nextDeadline <= now else { return }
        self.nextDeadline = nil
        for (id, transfer) in active {
            guard transfer.deadline <= now else {
                self.nextDeadline = min(self.nextDeadline ?? transfer.deadline, transfer.deadline)
                continue
            }
            active[id] = nil
            curl_multi_remove_handle(multi, transfer.handle)
            transfer.finish(CURLE_OPERATION_TIMEDOUT)
            idle.append(transfer)
        }
    }

    /// Usually all transfers have the same options, so the last idle one is taken.
    private func idleTransfer(_ tls: TLSOptions) -> CurlTransfer? {
        idle.lastIndex { $0.tls == tls }.map { idle.remove(at: $0) }
    }

    private func finishTransfers() {
        var remaining: Int32 = 0
        while let message = curl_multi_info_read(multi, &remaining) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle,
                let transfer = CurlTransfer.of(handle)
            else { continue }
            let code = ekoflow_message_result(message)
            curl_multi_remove_handle(multi, handle)
            active[transfer.id] = nil
            transfer.finish(code)
            idle.append(transfer)
        }
    }

    private func waitForWork() {
        let mayPoll = inbox.withLock { inbox in
            inbox.isPolling = inbox.work.isEmpty && !(inbox.isStopped && active.isEmpty)
            return inbox.isPolling
        }
        // Also without waiting: what has arrived is read before a deadline is looked at.
        guard mayPoll || isLate else { return }
        poll.wait(until: mayPoll ? nextDeadline : 0) { socket, flags in act(on: socket, flags) }
        inbox.withLock { $0.isPolling = false }
        finishTransfers()
    }

    private var isLate: Bool { nextDeadline.map { $0 <= SocketPoll.now() } ?? false }

    /// Lets libcurl continue with a ready socket. `CURL_SOCKET_BAD` is also libcurl's `CURL_SOCKET_TIMEOUT`: with it,
    /// libcurl continues with the transfers whose timeout has come.
    private func act(on socket: curl_socket_t, _ flags: Int32) {
        var running: Int32 = 0
        curl_multi_socket_action(multi, socket, flags, &running)
    }
}

extension TransportError {
    fileprivate static func cannotStart(_ reason: String) -> TransportError {
        TransportError(
            reason: .other, delivery: .notSent, message: "libcurl cannot start: \(reason)", elapsed: .zero)
    }

    fileprivate static let cancelledBeforeStart = TransportError(
        reason: .cancelled, delivery: .notSent, message: "the run was interrupted", elapsed: .zero)
}
