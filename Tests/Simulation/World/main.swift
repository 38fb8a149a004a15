import CLibrary
import SimulatedMachine

// Usage: ekoflow-simulation run FIRST COUNT | hash FIRST COUNT | trace SEED | shrink SEED | file SEED PATH
//
// The same program runs again with its words in a variable: its runs show the command line in what they write, and with hashing that
// does not depend on the process, a seed is the same in each.
let variable = "EKOFLOW_SIMULATION_WORDS"
guard let given = getenv(variable) else {
    setenv(variable, CommandLine.arguments.dropFirst().joined(separator: " "), 1)
    setenv("SWIFT_DETERMINISTIC_HASHING", "1", 1)
    var arguments = [strdup("ekoflow-simulation"), nil]
    execv("/proc/self/exe", &arguments)
    fatalError("the program cannot start itself")
}
let words = String(cString: given).split(separator: " ").map(String.init)
guard words.count >= 2, let first = UInt64(words[1]) else { fatalError("which seed?") }
let count = words.count > 2 ? UInt64(words[2]) ?? 1 : 1

sim_prepare()
Trial.warmUp()
switch words[0] {
case "run", "hash":
    var tally = Tally()
    for seed in first..<first + count {
        Progress.now(at: seed)
        let trial = Trial(Scenario(seed: seed))
        tally.add(trial)
        if words[0] == "hash" { print("\(seed) \(trial.hash)") }
        if let violation = trial.violation { print("violation \(seed) \(violation.rule): \(violation.text)") }
    }
    print(tally.text)
case "trace", "shrink":
    sim_keep_trace(1)
    var trial = Trial(Scenario(seed: first))
    if words[0] == "shrink" { trial = Shrinking(trial).smallest() }
    print(trial.scenario.text)
    print(trial.trace)
    print(trial.violation.map { "\($0.rule): \($0.text)" } ?? "no rule is broken")
    exit(trial.violation == nil ? 0 : 1)
case "file":
    let world = World(Scenario(seed: first))
    _ = world.run()
    var size = 0
    if let bytes = sim_file(words[2], &size) {
        print(String(decoding: UnsafeBufferPointer(start: bytes, count: size), as: UTF8.self))
    }
default: fatalError("unknown word \(words[0])")
}
