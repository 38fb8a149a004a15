import HTTP
import SimulatedMachine
import Times
import WorkflowEngine
import WorkflowModel
import WorkflowReports

@testable import EkoflowLibrary

/// A scenario as it runs: its processes are runs of the program, on a simulated machine. Everything runs on one thread.
final class World: @unchecked Sendable {
    let scenario: Scenario
    let server: Server
    /// What each process wrote to its streams, by its index.
    var output: [String]
    /// The number of each process that has started.
    private(set) var numbers: [Int32] = []
    /// When each process started, in calls and by the clock.
    private(set) var starts: [UInt64] = []
    /// When each process that came to its end did so, by its index.
    private(set) var ends: [Int: UInt64] = [:]
    private var next = 0

    /// A world that does not come to its end in this time does not end.
    private static let maximumSteps: UInt64 = 2_000_000
    private static let maximumTime: UInt64 = 4 * 3_600 * 1_000_000_000

    init(_ scenario: Scenario) {
        self.scenario = scenario
        server = Server(trouble: scenario.trouble)
        output = scenario.processes.map { _ in "" }
    }

    /// Runs everything. The machine keeps what is left until `sim_end`. Returns false if it did not end.
    func run() -> Bool {
        sim_begin(scenario.seed)
        sim_set_canary(Server.canary)
        for (path, text) in scenario.files { sim_put(path, text, text.utf8.count) }
        while next < scenario.processes.count {
            start()
            guard sim_run(Self.maximumSteps, sim_now() + Self.maximumTime) == Int32(SIM_IDLE.rawValue) else {
                return false
            }
            // Some time passes before somebody starts the next one.
            sim_after(1_000_000 * (1 + sim_random() % 90_000), 0, { _ in }, nil)
            _ = sim_run(10, .max)
        }
        return true
    }

    private func start() {
        let index = next
        next += 1
        let plan = scenario.processes[index]
        starts.append(sim_now())
        let launch = Launch(world: self, index: index, plan: plan)
        let number = sim_start(
            plan.host, Int32(plan.container),
            { Unmanaged<Launch>.fromOpaque($0!).takeRetainedValue().run() }, Unmanaged.passRetained(launch).toOpaque())
        numbers.append(number)
        for fault in plan.faults { plant(fault, number) }
        if next < scenario.processes.count, let delay = scenario.processes[next].delay {
            sim_after(
                UInt64(delay) * 1_000_000, 0, { Unmanaged<World>.fromOpaque($0!).takeUnretainedValue().start() },
                Unmanaged.passUnretained(self).toOpaque())
        }
    }

    func end(_ index: Int) { ends[index] = sim_now() }

    static func report(of index: Int) -> String { "/sim/w/reports/p\(index).json" }

    private func plant(_ fault: Scenario.Fault, _ number: Int32) {
        switch fault {
        case .kill(let call): sim_kill_at(number, UInt64(call))
        case .powerFailure(let call): sim_cut_power_at(number, UInt64(call))
        case .stop(let call, let milliseconds): sim_stop_at(number, UInt64(call), UInt64(milliseconds) * 1_000_000)
        case .error(let call, let error): sim_fail_at(number, UInt64(call), error)
        case .signal(let milliseconds, let signal):
            Later.call(after: milliseconds) { sim_signal(number, signal) }
        case .clockJump(let milliseconds, let by): Later.call(after: milliseconds) { sim_jump_clock(Int64(by)) }
        }
    }
}

/// The start of a process.
private final class Launch: Sendable {
    private let world: World
    private let index: Int
    private let plan: Scenario.Process

    init(world: World, index: Int, plan: Scenario.Process) {
        self.world = world
        self.index = index
        self.plan = plan
    }

    func run() {
        Task { [self] in
            let status = await finish()
            world.end(index)
            sim_exit(status)
        }
    }

    /// What `RunCommand` does with its command line.
    private func finish() async -> Int32 {
        let shell = shell
        let run = Run(request: request, settings: settings, shell: shell)
        do throws(CommandError) {
            let loaded = try await run.load()
            let (planned, outputs) = try await run.plan(loaded)
            let cleared = try await run.clear(planned, outputs)
            return shell.finalStatus(await run.execute(cleared)).rawValue
        } catch {
            return shell.finalStatus(run.end(error)).rawValue
        }
    }

    private var paths: [String] { plan.workflow.map { ["/sim/w/workflows/w\($0).yml"] } ?? ["/sim/w/workflows"] }

    private var request: RunRequest {
        RunRequest(
            root: WorkspaceRoot(ofArguments: paths), paths: paths, environmentName: nil,
            variables: VariableSources(options: [], files: []), environmentFiles: [], selection: Selection(),
            limits: EffectLimits(), sharding: Sharding(shard: shard, timings: nil))
    }

    private var shard: Shard? { plan.part.flatMap { Shard(number: $0, count: world.scenario.parts) } }

    private var settings: RunSettings {
        var settings = RunSettings()
        settings.root = WorkspaceRoot(ofArguments: paths)
        settings.reports = [
            ReportOutput(
                option: "--junit", path: settings.root.location(of: ReportOptions.standardJUnit), format: JUnitFormat()),
            ReportOutput(option: "--json", path: World.report(of: index), format: JSONFormat()),
        ]
        settings.jobs = plan.jobs
        settings.failsFast = plan.failsFast
        settings.timeout = plan.timeout.map { .seconds($0) }
        settings.restart =
            switch plan.choice {
            case .undecided: .undecided
            case .resume: .resume
            case .again: .again
            case .key(let number): .key("key\(number)")
            }
        settings.arguments = ["run"] + paths
        settings.keepsEarlierJournals = true
        settings.journalPath = settings.root.location(of: JournalPath.standard)
        return settings
    }

    private var shell: Shell {
        func stream(_ name: String) -> TextOutput {
            TextOutput(isTerminal: false) { [world, index] text in
                world.output[index] += text
                sim_note("\(name): \(text)")
                var text = text
                text.withUTF8 { sim_look_for_canary("\(name) of process \(index)", $0.baseAddress, $0.count) }
            }
        }
        let variables = [
            "DEVELOPER_KEY": Server.developerKey, "ACCESS_KEY": Server.accessKey, "HOME": "/sim/home",
        ]
        let server = world.server
        var shell = Shell(
            output: stream("stdout"), errors: stream("stderr"), variable: { variables[$0] },
            services: RunServices(clock: { Timestamp(milliseconds: sim_wall()) }, random: { sim_random() }),
            readInput: { _ throws(FileError) in [] }, ask: nil, askOTP: { number, _ in server.otps[number] ?? "000000" }
        )
        shell.transport = { _, _ in Transport(server: server) }
        return shell
    }
}

/// Something that the world does later.
private final class Later {
    private let body: () -> Void

    private init(_ body: @escaping () -> Void) { self.body = body }

    static func call(after milliseconds: Int, _ body: @escaping () -> Void) {
        sim_after(
            UInt64(milliseconds) * 1_000_000, 0, { Unmanaged<Later>.fromOpaque($0!).takeRetainedValue().body() },
            Unmanaged.passRetained(Later(body)).toOpaque())
    }
}
