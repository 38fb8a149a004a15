import Secrets

/// The workflows of a plan and their cases, in the order in which they start. Each is made when it is asked for: a plan of a
/// hundred thousand cases is not much larger than their rows. What a function gives, such as a unique reference, is another
/// each time.
package struct PlannedWorkflows: RandomAccessCollection, Sendable {
    private struct Entry: Sendable {
        let source: Int32
        let row: Int32
        var repetition: Int32 = 1
    }

    private let sources: [PlannedSource]
    private var entries: [Entry]

    package init(_ sources: [PlannedSource]) {
        self.sources = sources
        entries = sources.enumerated().flatMap { index, source in
            (0..<source.count).map { Entry(source: Int32(index), row: Int32($0)) }
        }
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { entries.count }

    /// Makes the workflow at a place, anew each time.
    package subscript(_ index: Int) -> PlannedWorkflow { workflow(index, isRunning: true) }

    /// The workflow at a place before its run: what only the run will know is not known.
    func beforeRun(_ index: Int) -> PlannedWorkflow { workflow(index, isRunning: false) }

    private func workflow(_ index: Int, isRunning: Bool) -> PlannedWorkflow {
        let entry = entries[index]
        return sources[Int(entry.source)].make(Int(entry.row), Int(entry.repetition), isRunning)
    }

    /// The environments in which they run, each once, in order of first use.
    var environments: [TargetEnvironment] {
        var paths: Set<String> = []
        return sources.map(\.environment).filter { paths.insert($0.path).inserted }
    }

    /// What must not reach any output, each once.
    var secrets: [Secret] {
        var known: Set<Secret> = []
        var secrets: [Secret] = []
        for source in sources {
            source.forEachSecret { if known.insert($0).inserted { secrets.append($0) } }
        }
        return secrets
    }

    /// All of them, so many times.
    package mutating func `repeat`(_ count: Int) {
        let once = entries
        for repetition in stride(from: 2, through: count, by: 1) {
            entries += once.map { Entry(source: $0.source, row: $0.row, repetition: Int32(repetition)) }
        }
    }

    /// Another order, the same for the same seed.
    package mutating func shuffle(seed: UInt64) {
        var generator = SplitMix64(state: seed)
        entries.shuffle(using: &generator)
    }

    /// Those at some places, in their order.
    package mutating func keep(_ places: [Int]) { entries = places.map { entries[$0] } }
}

/// A workflow in its environment, with its cases.
package struct PlannedSource: Sendable {
    let environment: TargetEnvironment
    /// How many cases it has; one where it has none of its own.
    package let count: Int
    /// False where the files tell all that is in a case: then all cases have the same secrets.
    let areCasesComputed: Bool
    let make: @Sendable (_ row: Int, _ repetition: Int, _ isRunning: Bool) -> PlannedWorkflow
}

extension PlannedSource {
    /// One that is made already.
    package init(_ planned: PlannedWorkflow) {
        self.init(environment: planned.environment, count: 1, areCasesComputed: true) { _, _, isRunning in
            var scope = planned.scope
            scope.isRunning = isRunning
            return PlannedWorkflow(
                planned.workflow, scope: scope, testCase: planned.testCase, sequence: planned.sequence,
                repetition: planned.repetition)
        }
    }

    /// All of its cases.
    package var workflows: [PlannedWorkflow] { (0..<count).map { make($0, 1, true) } }

    /// What must not reach any output: the credentials, and what variables and cases hold.
    fileprivate func forEachSecret(_ visit: (Secret) -> Void) {
        var references: SensitiveReferences?
        for row in 0..<(areCasesComputed ? count : Swift.min(count, 1)) {
            let planned = make(row, 1, true)
            let names = references ?? planned.workflow.sensitiveReferences
            references = names
            for secret in planned.environment.secrets + planned.secrets(names) { visit(secret) }
        }
    }
}
