import Synchronization
import Testing
import Threads

@testable import Ledger

@Suite("The queue of a ledger's thread")
struct LedgerQueueTests {
    @Test("no wake is lost: what waits is taken long before the time is over")
    func wakes() async throws {
        let queue = try #require(LedgerQueue())
        let isDone = Switch()
        let late = CallCount()
        #expect(
            startThread {
                while !isDone.isOn {
                    let start = ContinuousClock.now
                    queue.wait(atMost: .seconds(4))
                    let taken = queue.take()
                    if .now - start >= .seconds(4), !taken.claimants.isEmpty { late.add() }
                    for claimant in taken.claimants { claimant.resume(returning: .failure(.takenOver(host: ""))) }
                }
            })
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<20_000 {
                        _ = await withCheckedContinuation { continuation in
                            queue.tell { $0.claimants.append(continuation) }
                        }
                    }
                }
            }
        }
        isDone.set(true)
        queue.wake()
        #expect(late.value == 0)
    }
}
