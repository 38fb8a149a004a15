import Source
import Testing
import WorkflowModel
import YAML

@testable import WorkflowEngine

@Suite("A run is split over machines that do not communicate")
struct ShardTests {
    @Test("each workflow runs on one machine, and all machines get about the same number", arguments: 1...7)
    func everyWorkflowOnce(_ count: Int) throws {
        let shards = try (1...count).map { try #require(Shard(number: $0, count: count)) }
        let parts = shards.map { $0.places(durations: Array(repeating: nil, count: 23)) }
        #expect(parts.flatMap(\.self).sorted() == Array(0..<23))
        let sizes = parts.map(\.count)
        #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }

    @Test(
        "with the times of an earlier run, all machines take about the same time; a new workflow counts as the median")
    func balanced() throws {
        let durations: [Duration?] = [10, 1, 1, 1, 4, nil, 5, 3, 2, 2].map { $0.map { .seconds($0) } }
        let parts = try (1...3).map { try #require(Shard(number: $0, count: 3)).places(durations: durations) }
        #expect(parts.flatMap(\.self).sorted() == Array(durations.indices))
        #expect(parts.allSatisfy { $0 == $0.sorted() })
        let loads = parts.map { $0.reduce(Duration.zero) { $0 + (durations[$1] ?? .seconds(2)) } }
        #expect((loads.max() ?? .zero) - (loads.min() ?? .zero) <= .seconds(1))
    }

    @Test("other part numbers are invalid", arguments: [(0, 3), (4, 3), (1, 0), (-1, 3)])
    func noSuchPart(_ number: Int, _ count: Int) {
        #expect(Shard(number: number, count: count) == nil)
    }

    @Test("all machines together stay within the limits")
    func limits() throws {
        let whole = EffectLimits(
            interval: .milliseconds(100), maximum: 11, maximumPerRecipient: 4, recipients: ["9002336768"])
        let parts = try (1...4).map { whole.divided(over: try #require(Shard(number: $0, count: 4))) }
        #expect(parts.map(\.limits.maximum) == [3, 3, 3, 2])
        #expect(parts.map(\.limits.maximumPerRecipient) == [1, 1, 1, 1])
        #expect(parts.allSatisfy { $0.limits.interval == .milliseconds(400) && $0.indivisible.isEmpty })
        let small = EffectLimits(maximum: 3, maximumPerRecipient: 2).divided(
            over: try #require(Shard(number: 1, count: 3)))
        #expect(small.indivisible == ["max_sends_per_recipient"])
        let none = EffectLimits(maximum: 0).divided(over: try #require(Shard(number: 1, count: 3)))
        #expect(none.limits.maximum == 0 && none.indivisible.isEmpty)
    }

    @Test("budgets are not divided: the ledger counts over all machines")
    func budgets() throws {
        let budgets = PeriodBudgets(
            sendsPerDay: 2, sendsPerMonth: 2, sendsPerRecipientPerDay: 1, amountPerDay: Rupees(paise: 100))
        let part = EffectLimits(maximum: 8, budgets: budgets).divided(over: try #require(Shard(number: 2, count: 4)))
        #expect(part.limits == EffectLimits(maximum: 2, budgets: budgets))
        #expect(part.indivisible == [])
    }

    @Test("a seed always gives the same order, and repetitions have different titles")
    func arranging() async throws {
        let file = SourceFile(
            path: "a.yml", text: "cases: [{n: 1}, {n: 2}, {n: 3}, {n: 4}, {n: 5}]\nsteps: [{wait: 1ms}]\n")
        let workflow = try #require(Workflow.decode(parseYAML(file).root, in: file, files: FilesInMemory()).workflow)
        let planner = Planner(environmentVariable: { _ in nil }, overrides: [:], services: .fixed)
        let source = try #require(await planner.plan(workflow, in: .test(), runID: "R").source)
        func titles(_ change: (inout PlannedWorkflows) -> Void) -> [String] {
            var workflows = PlannedWorkflows([source])
            change(&workflows)
            return workflows.map(\.title)
        }
        let plain = titles { _ in }
        #expect(titles { $0.shuffle(seed: 7) } == titles { $0.shuffle(seed: 7) })
        #expect(titles { $0.shuffle(seed: 7) } != plain)
        #expect(Set(titles { $0.shuffle(seed: 7) }) == Set(plain))
        let twice = titles { $0.repeat(2) }
        #expect(twice.count == 10 && Set(twice).count == 10)
        #expect(Array(twice.prefix(5)) == plain)
        #expect(titles { $0.keep([4, 0]) } == [plain[4], plain[0]])
    }
}
