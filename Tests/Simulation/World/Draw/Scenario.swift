/// What one seed lets happen: workflows, processes that run them, and faults.
struct Scenario: Sendable {
    struct Step: Sendable {
        enum Kind: Sendable, Equatable {
            case send
            case verify
            case transfer(rupees: Int)
            case lookup
            case read(isPolled: Bool)
            case change
            case wait(milliseconds: Int)
        }

        var kind: Kind
        var attempts = 1
        var continues = false
    }

    struct Workflow: Sendable {
        /// Whom each case texts, by index in `Scenario.numbers`.
        var cases: [Int]
        var steps: [Step]
    }

    /// How a process is told whether it continues a run.
    enum Choice: Sendable, Equatable {
        case undecided
        case resume
        case again
        case key(Int)
    }

    struct Process: Sendable {
        var choice: Choice
        /// Which workflow it runs; nil for all.
        var workflow: Int?
        var jobs = 1
        /// Which part of the run it is, from 1; nil for the whole run.
        var part: Int?
        var failsFast = false
        /// In seconds.
        var timeout: Int?
        /// Milliseconds after the start of the process before it; nil to start when all before it have ended.
        var delay: Int?
        var container = 0
        var host = "alpha"
        var faults: [Fault] = []
    }

    /// What happens to a process, at the call of the machine with a number.
    enum Fault: Sendable {
        case kill(call: Int)
        case powerFailure(call: Int)
        case stop(call: Int, milliseconds: Int)
        case error(call: Int, number: Int32)
        case signal(milliseconds: Int, number: Int32)
        case clockJump(milliseconds: Int, by: Int)
    }

    struct Limits: Sendable {
        var sends: Int?
        var sendsPerRecipient: Int?
        var transfers: Int?
        var rupees: Int?
        var priced: Int?
        var sendsPerDay: Int?
        var sendsPerRecipientPerDay: Int?
        var rupeesPerDay: Int?
        /// Requests in a second.
        var rate: Int?
        /// How many of the numbers are recipients; nil for all.
        var recipients: Int?
    }

    var seed: UInt64
    var workflows: [Workflow]
    var limits: Limits
    /// Over how many machines a run is split.
    var parts = 1
    var processes: [Process]
    /// How many of a hundred exchanges go wrong.
    var trouble: Int

    static let numbers = ["9002336701", "9002336702", "9002336703", "9002336704"]
}
