import Secrets
import Source

/// The workflows of a plan and their cases, in the order in which they start. Each is made on demand, so a plan of a hundred
/// thousand cases is not much larger than their rows. Functions, for example `unique_ref()`, return a new value each time.
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

    /// Makes the workflow at an index, again on each access.
    package subscript(_ index: Int) -> PlannedWorkflow { workflow(index, isRunning: true) }

    /// The workflow at an index, as far as it is known before its run.
    func beforeRun(_ index: Int) -> PlannedWorkflow { workflow(index, isRunning: false) }

    private func workflow(_ index: Int, isRunning: Bool) -> PlannedWorkflow {
        let entry = entries[index]
        return sources[Int(entry.source)].make(Int(entry.row), Int(entry.repetition), isRunning)
    }

    /// The environments in which they run, each once, in order of first use.
    var environments: [TargetEnvironment] {
        var known: Set<String> = []
        return sources.map(\.environment).filter { known.insert($0.identity).inserted }
    }

    /// The first case of each workflow.
    package var firsts: [PlannedWorkflow] { sources.filter { $0.count > 0 }.map { $0.make(0, 1, true) } }

    /// Every file that its workflows consist of, each once.
    package var files: [SourceFile] {
        var known: Set<String> = []
        return firsts.flatMap(\.workflow.allFiles).filter { known.insert($0.path).inserted }
    }

    /// The secrets of all workflows, each once. They must not reach any output.
    var secrets: [Secret] {
        var known: Set<Secret> = []
        var secrets: [Secret] = []
        for source in sources {
            source.forEachSecret { if known.insert($0).inserted { secrets.append($0) } }
        }
        return secrets
    }

    /// Repeats the list `count` times.
    package mutating func `repeat`(_ count: Int) {
        let once = entries
        for repetition in stride(from: 2, through: count, by: 1) {
            entries += once.map { Entry(source: $0.source, row: $0.row, repetition: Int32(repetition)) }
        }
    }

    /// Shuffles the workflows. The same seed gives the same order.
    package mutating func shuffle(seed: UInt64) {
        var generator = SplitMix64(state: seed)
        entries.shuffle(using: &generator)
    }

    /// Keeps only the workflows at `places`, in that order.
    package mutating func keep(_ places: [Int]) { entries = places.map { entries[$0] } }
}

/// A workflow in its environment, with its cases.
package struct PlannedSource: Sendable {
    let environment: TargetEnvironment
    /// How many cases it has; 1 if the workflow has no cases.
    package let count: Int
    /// Whether values of cases are computed. If not, all cases have the same secrets, because a literal is not secret.
    let areCasesComputed: Bool
    let make: @Sendable (_ row: Int, _ repetition: Int, _ isRunning: Bool) -> PlannedWorkflow
}

extension PlannedSource {
    /// A source with one workflow that is already planned.
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

    /// Calls `visit` with each secret: the credentials, and secrets in variables and cases.
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
