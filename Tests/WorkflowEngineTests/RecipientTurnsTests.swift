import Synchronization
import Testing

@testable import WorkflowEngine

@Suite("Only one workflow at a time texts a person", .timeLimit(.minutes(5)))
struct RecipientTurnsTests {
    @Test("a second workflow waits for the end of the first, however the number is written")
    func waiting() async {
        let turns = RecipientTurns()
        await turns.take(["9002336768"], for: 0)
        let isTaken = Flag()
        await withTaskGroup { group in
            group.addTask {
                await turns.take(["+91 90023 36768"], for: 1)
                isTaken.set()
            }
            group.addTask {
                // Gives the other task time to go wrong.
                for _ in 0..<100 { await Task.yield() }
                #expect(!isTaken.isSet)
                turns.release(0)
            }
        }
        #expect(isTaken.isSet)
    }

    @Test("a workflow does not wait for other persons, for its own turn, or while it has a turn")
    func notWaiting() async {
        let turns = RecipientTurns()
        await turns.take(["9002336768"], for: 0)
        await turns.take(["9002336768"], for: 0)
        await turns.take(["9002336769"], for: 1)
        await turns.take(["9002336768"], for: 1)
        await turns.take(["9002336769"], for: 0)
    }

    @Test("a cancelled task stops waiting")
    func cancelling() async {
        let turns = RecipientTurns()
        await turns.take(["9002336768"], for: 0)
        let task = Task { await turns.take(["9002336768"], for: 1) }
        task.cancel()
        await task.value
    }
}

private final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .acquiring) }
    func set() { value.store(true, ordering: .releasing) }
}
