import Glibc
import SimulatedMachine

/// The command line is that of the program, and so must be the same for all seeds.
let words = (getenv("SIMULATION").map { String(cString: $0) } ?? "1 1").split(separator: " ").map(String.init)
let first = UInt64(words[0]) ?? 1
let count = words.count > 1 ? UInt64(words[1]) ?? 1 : 1
let isTraced = words.contains("trace")
sim_prepare()
sim_keep_trace(isTraced ? 1 : 0)
var violations = 0
var runs = 0
for seed in first..<first + count {
    let world = World(Scenario(seed: seed))
    _ = world.run()
    let hash = sim_trace_hash()
    let violation = Model(world).violation()
    runs += world.numbers.count
    if isTraced { print(String(cString: sim_trace())) }
    if isTraced || violation != nil {
        print(
            seed, String(hash, radix: 16), world.server.arrivals.count,
            world.numbers.map { "\(sim_state($0)):\(sim_status($0)):\(sim_calls($0))" })
    }
    if let violation {
        print("seed \(seed): \(violation.rule): \(violation.text)")
        violations += 1
    }
    sim_end()
}
print("\(count) seeds, \(runs) runs, \(violations) violations")
