/// Finds the leftmost match of a program and what its first group matched: a Pike machine, linear in the text.
struct GroupSearch {
    /// A path through the program: its step, and where its match and its group start and end.
    private struct Thread {
        let step: Int
        var start: Int
        var group: (start: Int, end: Int)?
        var openedAt: Int
    }

    private let program: Program
    private var visited: [Int]
    private var place = 0
    private var active: [Thread] = []
    private var following: [Thread] = []
    private var best: Thread?
    private var remainingWork: Int

    init(_ program: Program, maximumWork: Int) {
        self.program = program
        visited = Array(repeating: -1, count: program.instructions.count)
        remainingWork = WorkBudget.available(maximumWork)
    }

    /// What the first group matched, or the whole match if the program has no group; nil if nothing matches. Nil within
    /// if that takes too long to find out.
    mutating func find(in text: String) -> String?? {
        let scalars = Array(text.unicodeScalars)
        var matchEnd = 0
        while true {
            let previous = place > 0 ? scalars[place - 1] : nil
            let next = place < scalars.count ? scalars[place] : nil
            if best == nil {
                follow(Thread(step: 0, start: place, group: nil, openedAt: 0), between: previous, and: next) {
                    matchEnd = $0
                }
            }
            swap(&active, &following)
            following.removeAll(keepingCapacity: true)
            guard let next, !active.isEmpty || best == nil else { break }
            let work = active.count + 1
            WorkBudget.spend(work)
            remainingWork = WorkBudget.available(remainingWork - work)
            guard remainingWork > 0 else { return .none }
            let threads = active
            place += 1
            let after = place < scalars.count ? scalars[place] : nil
            let folded = program.ignoresCase ? next.simpleLowercase : next
            for thread in threads where program.takes(thread.step, next, folded: folded) {
                let successor = Thread(
                    step: thread.step + 1, start: thread.start, group: thread.group, openedAt: thread.openedAt)
                // A thread that accepts ends the threads after it: they are less preferred.
                if follow(successor, between: next, and: after, onAccept: { matchEnd = $0 }) { break }
            }
        }
        guard let best else { return .some(nil) }
        guard program.hasGroup else { return String(String.UnicodeScalarView(scalars[best.start..<matchEnd])) }
        guard let group = best.group else { return .some(nil) }
        return String(String.UnicodeScalarView(scalars[group.start..<group.end]))
    }

    /// Adds the threads reached without taking a scalar, the preferred first. Returns whether one of them accepts.
    @discardableResult
    private mutating func follow(
        _ thread: Thread, between previous: Unicode.Scalar?, and next: Unicode.Scalar?, onAccept: (Int) -> Void
    ) -> Bool {
        var pending = [thread]
        while let thread = pending.popLast() {
            if visited[thread.step] == place { continue }
            visited[thread.step] = place
            func at(_ step: Int) -> Thread {
                Thread(step: step, start: thread.start, group: thread.group, openedAt: thread.openedAt)
            }
            switch program.instructions[thread.step] {
            case .scalar, .characterClass: following.append(thread)
            case .split(let first, let second):
                pending.append(at(second))
                pending.append(at(first))
            case .jump(let target): pending.append(at(target))
            case .assertion(let assertion):
                if assertion.holds(between: previous, and: next) { pending.append(at(thread.step + 1)) }
            case .groupStart:
                var opened = at(thread.step + 1)
                opened.openedAt = place
                pending.append(opened)
            case .groupEnd:
                var closed = at(thread.step + 1)
                closed.group = (thread.openedAt, place)
                pending.append(closed)
            case .accept:
                best = thread
                onAccept(place)
                return true
            }
        }
        return false
    }
}
