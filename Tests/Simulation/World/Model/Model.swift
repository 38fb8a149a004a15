import SimulatedMachine

/// Looks from outside at a world that has ended, and says what must not be. It shares no code with the program.
struct Model {
    /// A rule that was broken, and how.
    struct Violation {
        let rule: String
        let text: String
    }

    let world: World
    let entries: [LedgerEntry]
    /// Whether the ledger could be read; it need not exist.
    let isLedgerReadable: Bool
    let ledgerExists: Bool

    static let ledger = "/sim/home/.local/state/ekoflow/ledger.db"

    init(_ world: World) {
        self.world = world
        var size = 0
        let content = sim_file(Self.ledger, &size)
        ledgerExists = content != nil && size > 0
        let read = ledgerExists ? LedgerEntry.all() : []
        entries = read ?? []
        isLedgerReadable = read != nil
    }

    var scenario: Scenario { world.scenario }
    var server: Server { world.server }
    var processes: Range<Int> { world.numbers.indices }

    func state(_ index: Int) -> Int32 { sim_state(world.numbers[index]) }
    func status(_ index: Int) -> Int32 { sim_status(world.numbers[index]) }
    func hasExited(_ index: Int) -> Bool { state(index) == Int32(SIM_EXITED.rawValue) }
    func wasKilled(_ index: Int) -> Bool { state(index) == Int32(SIM_KILLED.rawValue) }
    /// Whether nothing was done to a process but what networks do.
    func wasLeftInPeace(_ index: Int) -> Bool {
        sim_was_stopped(world.numbers[index]) == 0 && sim_had_failure(world.numbers[index]) == 0
    }

    /// The arrivals of requests that do more than to read.
    var effects: [Arrival] { server.arrivals.filter { !$0.path.hasSuffix("/look") } }

    func arrivals(of process: Int) -> [Arrival] {
        server.arrivals.filter { $0.process == Int(world.numbers[process]) }
    }

    /// The first violation; nil if there is none.
    func violation() -> Violation? {
        let rules: [(String, (Model) -> String?)] = [
            ("a run does not end", \.endless), ("a secret is written", \.leak), ("the ledger is damaged", \.damage),
            ("an effect is not in the ledger", \.unrecorded), ("an effect is made twice", \.repeated),
            ("an effect is not in a journal", \.unwritten), ("a limit is exceeded", \.excess),
            ("a report is not whole", \.partialReport), ("a verdict is not true", \.falseVerdict),
            ("an exit code is not true", \.falseStatus), ("requests come too fast", \.haste),
            ("two processes text a person at once", \.crowding),
            ("a living process loses its run", \.lostRun), ("a request leaves too late", \.staleness),
        ].map { ($0.0, $0.1) }
        for (rule, broken) in rules {
            if let text = broken(self) { return Violation(rule: rule, text: text) }
        }
        return nil
    }

    private var endless: String? {
        processes.first { state($0) == Int32(SIM_RUNS.rawValue) }.map { "process \($0 + 1) still runs" }
    }

    private var leak: String? {
        if let place = sim_canary_place() { return "in \(String(cString: place))" }
        // What was secret in one request alone.
        guard !server.leaked.isEmpty else { return nil }
        var index: Int32 = 0
        while let path = sim_path(index) {
            index += 1
            if server.leaked.contains(where: { sim_file_has(path, $0) != 0 }) { return "in \(String(cString: path))" }
        }
        for process in processes {
            let output = world.output[process]
            if server.leaked.contains(where: { output.firstRange(of: $0) != nil }) {
                return "in the output of process \(process + 1)"
            }
        }
        return nil
    }

    private var damage: String? { isLedgerReadable ? nil : "SQLite cannot read \(Self.ledger)" }
}
