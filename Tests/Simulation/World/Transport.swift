import HTTP
import SimulatedMachine

/// Sends requests to the world's server, through a network that the seed decides.
struct Transport: HTTPTransport {
    let server: Server

    func preferredExecutor(forJob job: Int) -> (any TaskExecutor)? { nil }

    /// What becomes of an exchange.
    private enum Fate {
        case answered(Arrival.Answer)
        case notConnected
        /// The connection ends before the server has the whole request.
        case lostBefore
        /// The server has it, and the answer is lost.
        case lostAfter
        case silent
    }

    private var fate: Fate {
        guard sim_random() % 100 < UInt64(server.trouble) else { return .answered(.success) }
        switch sim_random() % 10 {
        case 0, 1: return .notConnected
        case 2: return .lostBefore
        case 3, 4: return .lostAfter
        case 5: return .silent
        case 6: return .answered(.refusal)
        case 7: return .answered(.garbage)
        default: return .answered(.http([429, 500, 503, 403][Int(sim_random() % 4)]))
        }
    }

    func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPExchange {
        let start = ContinuousClock.now
        let process = Int(sim_current())
        let fate = fate
        func fail(_ reason: TransportError.Reason, _ delivery: TransportError.Delivery) -> TransportError {
            TransportError(reason: reason, delivery: delivery, message: "the network failed", elapsed: .now - start)
        }
        guard await Pause.wait(milliseconds: 1 + Int(sim_random() % 30)) else { throw fail(.cancelled, .notSent) }
        // libcurl looks at the clock before it sends: a process that was stopped meanwhile sends nothing.
        guard .now - start < deadline else { throw fail(.deadline, .notSent) }
        if case .notConnected = fate { throw fail(.connectionFailed, .notSent) }
        // From here on, the request is on its way, whatever becomes of the process.
        let answer = if case .answered(let answer) = fate { answer } else { Arrival.Answer.success }
        let journey = Journey(server: server, request: request, process: process, answer: answer)
        if case .lostBefore = fate {
            _ = await Pause.wait(milliseconds: 1 + Int(sim_random() % 30))
            throw fail(.connectionLost, .unknown)
        }
        journey.leave(milliseconds: 1 + Int(sim_random() % 20))
        let left = deadline - (.now - start)
        let isSlow = sim_random() % 40 == 0
        var wait = 21 + Int(sim_random() % (isSlow ? 12_000 : 300))
        let milliseconds =
            Int(left.components.seconds) * 1_000 + Int(left.components.attoseconds / 1_000_000_000_000_000)
        var isLate = false
        if case .silent = fate { wait = .max }
        if wait > milliseconds { (wait, isLate) = (max(milliseconds, 1), true) }
        guard await Pause.wait(milliseconds: wait) else { throw fail(.cancelled, .unknown) }
        if isLate { throw fail(.deadline, .unknown) }
        guard case .answered = fate, let number = journey.number else { throw fail(.connectionLost, .unknown) }
        server.arrivals[number].isAnswered = true
        var timings = HTTPTimings()
        timings.total = .now - start
        return HTTPExchange(request: request, response: server.response(request, number), timings: timings)
    }
}

/// A request that has left.
private final class Journey: @unchecked Sendable {
    private let server: Server
    private let request: HTTPRequest
    private let process: Int
    private let answer: Arrival.Answer
    /// Of its arrival; nil before.
    var number: Int?

    init(server: Server, request: HTTPRequest, process: Int, answer: Arrival.Answer) {
        self.server = server
        self.request = request
        self.process = process
        self.answer = answer
    }

    func leave(milliseconds: Int) {
        sim_after(
            UInt64(milliseconds) * 1_000_000, 0,
            { context in
                let journey = Unmanaged<Journey>.fromOpaque(context!).takeRetainedValue()
                journey.number = journey.server.take(journey.request, from: journey.process, journey.answer)
            }, Unmanaged.passRetained(self).toOpaque())
    }
}

/// A time in which a task waits for the network.
private final class Pause: @unchecked Sendable {
    private var continuation: UnsafeContinuation<Bool, Never>?
    private var isOver = false

    /// Returns false if the task is cancelled meanwhile.
    static func wait(milliseconds: Int) async -> Bool {
        let pause = Pause()
        return await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                guard !pause.isOver else { return continuation.resume(returning: false) }
                pause.continuation = continuation
                sim_after(
                    UInt64(milliseconds) * 1_000_000, sim_current(),
                    { Unmanaged<Pause>.fromOpaque($0!).takeRetainedValue().end(true) },
                    Unmanaged.passRetained(pause).toOpaque())
            }
        } onCancel: {
            pause.end(false)
        }
    }

    private func end(_ hasCome: Bool) {
        isOver = true
        continuation?.resume(returning: hasCome)
        continuation = nil
    }
}
