import CLibrary

extension Scenario {
    /// Draws everything from a seed.
    init(seed: UInt64) {
        var dice = Dice(seed: seed)
        self.seed = seed
        workflows = (0..<dice.number(1...2)).map { _ in Workflow(&dice) }
        limits = Limits(&dice)
        trouble = dice.one(of: [0, 0, 10, 30, 60])
        processes = []
        // In most worlds, processes are starts of one run; in others, of several.
        let isKeyed = dice.chance(45)
        let jobs = dice.one(of: [1, 1, 2, 4])
        let workflow = dice.chance(30) ? dice.number(0...workflows.count - 1) : nil
        let hasFaults = dice.chance(85)
        for index in 0..<dice.number(1...5) {
            let choice: Choice =
                isKeyed
                ? .key(dice.chance(85) ? 1 : 2)
                : index == 0 ? .undecided : dice.one(of: [.undecided, .resume, .resume, .resume, .again])
            var process = Process(choice: choice, workflow: dice.chance(85) ? workflow : 0, jobs: jobs)
            process.failsFast = dice.chance(10)
            if dice.chance(10) { process.timeout = dice.number(1...20) }
            if index > 0, dice.chance(35) { process.delay = dice.skewed(40_000) }
            if dice.chance(20) { process.container = 1 }
            if dice.chance(10) { process.host = "beta" }
            if hasFaults, dice.chance(70) { process.faults = Self.faults(&dice) }
            processes.append(process)
        }
        if dice.chance(25) { crowd(&dice) }
        if dice.chance(20) { split(&dice) }
        // The last one mostly is left in peace, so that a run comes to its end.
        if dice.chance(70) { processes[processes.count - 1].faults = [] }
    }

    /// Several runs at once text the same few people.
    private mutating func crowd(_ dice: inout Dice) {
        for index in processes.indices {
            processes[index].choice = dice.chance(50) ? .again : .key(index + 1)
            processes[index].delay = index == 0 ? nil : dice.skewed(1_500)
            processes[index].timeout = nil
        }
        for index in workflows.indices {
            workflows[index].cases = workflows[index].cases.map { $0 % 2 }
            workflows[index].steps[0].kind = .send
            if workflows[index].steps.count == 1 { workflows[index].steps.append(Scenario.Step(&dice)) }
        }
        limits.sendsPerDay = nil
        limits.sendsPerRecipientPerDay = nil
        limits.recipients = nil
    }

    /// Each process runs a part of the same workflows.
    private mutating func split(_ dice: inout Dice) {
        parts = dice.number(2...3)
        for index in processes.indices {
            processes[index].part = dice.number(1...parts)
            processes[index].workflow = processes[0].workflow
        }
        // Each part has its share of these limits, and no run starts with a share of nothing.
        let divided: [WritableKeyPath<Limits, Int?>] = [
            \.sends, \.sendsPerRecipient, \.transfers, \.rupees, \.priced,
        ]
        for limit in divided { limits[keyPath: limit] = limits[keyPath: limit].map { max($0, parts) } }
    }

    private static func faults(_ dice: inout Dice) -> [Fault] {
        (0..<(dice.chance(80) ? 1 : 2)).map { _ in
            let call = dice.chance(70) ? dice.number(1...900) : dice.skewed(4_000)
            switch dice.number(0...99) {
            case ..<40: return .kill(call: call)
            case ..<60: return .powerFailure(call: call)
            case ..<75: return .stop(call: call, milliseconds: dice.one(of: [50, 2_000, 20_000, 45_000, 200_000]))
            case ..<85:
                return .error(call: call, number: dice.one(of: [EIO, ENOSPC, ENOSPC, EACCES, EMFILE]))
            case ..<93: return .signal(milliseconds: dice.skewed(20_000), number: dice.one(of: [SIGINT, SIGTERM]))
            default:
                return .clockJump(
                    milliseconds: dice.skewed(20_000),
                    by: dice.one(of: [-1_000, 2_000, -200_000, 200_000, -400_000, 3_600_000]))
            }
        }
    }
}

extension Scenario.Workflow {
    init(_ dice: inout Dice) {
        cases = (0..<dice.number(1...3)).map { _ in dice.number(0...Scenario.numbers.count - 1) }
        steps = (0..<dice.number(1...4)).map { _ in Scenario.Step(&dice) }
    }
}

extension Scenario.Step {
    init(_ dice: inout Dice) {
        switch dice.number(0...99) {
        case ..<35: kind = .send
        case ..<47: kind = .verify
        case ..<62: kind = .transfer(rupees: dice.number(1...9))
        case ..<72: kind = .lookup
        case ..<84: kind = .read(isPolled: dice.chance(50))
        case ..<94: kind = .change
        default: kind = .wait(milliseconds: dice.number(1...4_000))
        }
        if dice.chance(30), kind != .read(isPolled: true) { attempts = dice.number(2...4) }
        continues = dice.chance(25)
    }
}

extension Scenario.Limits {
    init(_ dice: inout Dice) {
        if dice.chance(30) { sends = dice.number(1...4) }
        if dice.chance(20) { sendsPerRecipient = dice.number(1...2) }
        if dice.chance(20) { transfers = dice.number(1...3) }
        if dice.chance(20) { rupees = dice.number(1...20) }
        if dice.chance(20) { priced = dice.number(1...3) }
        if dice.chance(25) { sendsPerDay = dice.number(1...6) }
        if dice.chance(20) { sendsPerRecipientPerDay = dice.number(1...3) }
        if dice.chance(20) { rupeesPerDay = dice.number(1...20) }
        if dice.chance(30) { rate = dice.one(of: [1, 2, 5, 20]) }
        if dice.chance(8) { recipients = dice.number(1...3) }
    }
}
