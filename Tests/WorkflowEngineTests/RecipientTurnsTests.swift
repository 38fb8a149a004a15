import Synchronization
import Testing

@testable import WorkflowEngine

@Suite("One workflow at a time texts a person", .timeLimit(.minutes(1)))
struct RecipientTurnsTests {
    @Test("a second workflow waits for the first to be over, however the number is written")
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
                // The others have had the time to go wrong.
                for _ in 0..<100 { await Task.yield() }
                #expect(!isTaken.isSet)
                turns.release(0)
            }
        }
        #expect(isTaken.isSet)
    }

    @Test("other persons are not waited for, nor is one's own turn, nor by one who has a turn")
    func notWaiting() async {
        let turns = RecipientTurns()
        await turns.take(["9002336768"], for: 0)
        await turns.take(["9002336768"], for: 0)
        await turns.take(["9002336769"], for: 1)
        await turns.take(["9002336768"], for: 1)
        await turns.take(["9002336769"], for: 0)
    }

    @Test("who is cancelled waits no longer")
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
