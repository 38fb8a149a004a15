/// Follows all paths through a program at once, one scalar of the text after another.
struct Simulation {
    enum Scope {
        case wholeText, anyPart
    }

    private let program: Program
    private let scope: Scope
    /// The steps that wait for a scalar at the current place.
    private var active: [Int] = []
    /// The steps that wait for a scalar at the next place.
    private var following: [Int] = []
    /// The last place at which each step was reached, so that no step is followed twice at one place.
    private var visited: [Int]
    private var place = 0
    private var pending: [Int] = []
    private var isAccepted = false
    /// How many steps may still be followed.
    private var remainingWork: Int
    /// The work since the budget of the judgement was asked.
    private var uncounted = 0

    init(_ program: Program, scope: Scope, maximumWork: Int) {
        self.program = program
        self.scope = scope
        remainingWork = maximumWork
        visited = Array(repeating: -1, count: program.instructions.count)
    }

    /// Whether the text is accepted; nil if that takes too long to find out.
    mutating func accepts(_ text: String) -> Bool? {
        remainingWork = WorkBudget.available(remainingWork)
        guard remainingWork > 0 else { return nil }
        defer { WorkBudget.spend(uncounted) }
        var scalars = text.unicodeScalars.makeIterator()
        var next = scalars.next()
        follow(0, between: nil, and: next)
        swap(&active, &following)
        while true {
            if isAccepted, scope == .anyPart || next == nil { return true }
            guard let scalar = next else { return false }
            if active.isEmpty, scope == .wholeText { return false }
            uncounted += active.count + 1
            if uncounted >= WorkBudget.piece, !count() { return nil }
            guard uncounted < remainingWork else { return nil }
            next = scalars.next()
            take(scalar, before: next)
        }
    }

    /// Takes the work off the budget. Returns false if the judgement has to end.
    private mutating func count() -> Bool {
        WorkBudget.spend(uncounted)
        remainingWork = WorkBudget.available(remainingWork - uncounted)
        uncounted = 0
        return remainingWork > 0
    }

    private mutating func take(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) {
        let folded = program.ignoresCase ? scalar.simpleLowercase : scalar
        place += 1
        isAccepted = false
        following.removeAll(keepingCapacity: true)
        for step in active where program.takes(step, scalar, folded: folded) {
            follow(step + 1, between: scalar, and: next)
        }
        if scope == .anyPart { follow(0, between: scalar, and: next) }
        swap(&active, &following)
    }

    /// Adds the steps reached from one step without taking a scalar.
    private mutating func follow(
        _ start: Int, between previous: Unicode.Scalar?, and next: Unicode.Scalar?
    ) {
        pending.append(start)
        while let step = pending.popLast() {
            if visited[step] == place { continue }
            visited[step] = place
            switch program.instructions[step] {
            case .scalar, .characterClass: following.append(step)
            case .split(let first, let second):
                pending.append(second)
                pending.append(first)
            case .jump(let target): pending.append(target)
            case .groupStart, .groupEnd: pending.append(step + 1)
            case .assertion(let assertion):
                if assertion.holds(between: previous, and: next) { pending.append(step + 1) }
            case .accept: isAccepted = true
            }
        }
    }
}
