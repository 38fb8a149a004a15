import SimulatedMachine

/// A scenario that has run, and what the model found.
struct Trial {
    let scenario: Scenario
    let violation: Model.Violation?
    /// Of everything that happened.
    let hash: String
    let trace: String
    let runs: Int
    let arrivals: Int
    let kills: Int
    let powerFailures: Int

    init(_ scenario: Scenario) {
        self.scenario = scenario
        let world = World(scenario)
        let hasEnded = world.run()
        hash = String(sim_trace_hash(), radix: 16)
        trace = String(cString: sim_trace())
        let model = Model(world)
        violation =
            hasEnded
            ? model.violation() : Model.Violation(rule: "a run does not end", text: "after hours and millions of steps")
        runs = world.numbers.count
        arrivals = world.server.arrivals.count
        kills = world.numbers.count { sim_state($0) == Int32(SIM_KILLED.rawValue) }
        powerFailures = Int(sim_power_failures())
        sim_end()
    }

    /// What the program and SQLite set up once is set up then, so that each seed is the same whatever ran before it. A killed process
    /// leaves SQLite an open file for good.
    static func warmUp() {
        var scenario = Scenario(seed: 0)
        scenario.processes = Array(repeating: Scenario.Process(choice: .again), count: 3)
        scenario.processes[0].faults = [.kill(call: 250)]
        _ = Trial(scenario)
    }
}

/// What many trials have done.
struct Tally {
    private var seeds = 0
    private var runs = 0
    private var arrivals = 0
    private var kills = 0
    private var powerFailures = 0
    private var violations = 0

    mutating func add(_ trial: Trial) {
        seeds += 1
        runs += trial.runs
        arrivals += trial.arrivals
        kills += trial.kills
        powerFailures += trial.powerFailures
        violations += trial.violation == nil ? 0 : 1
    }

    var text: String { "done \(seeds) \(runs) \(arrivals) \(kills) \(powerFailures) \(violations)" }
}
