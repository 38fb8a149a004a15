import Glibc
import SimulatedMachine

sim_prepare()
let first = UInt64(CommandLine.arguments.dropFirst().first ?? "1") ?? 1
let count = UInt64(CommandLine.arguments.dropFirst(2).first ?? "1") ?? 1
let isTraced = CommandLine.arguments.contains("--trace")
sim_keep_trace(isTraced ? 1 : 0)
for seed in first..<first + count {
    let world = World(Scenario(seed: seed))
    let hasEnded = world.run()
    let hash = sim_trace_hash()
    print(seed, hasEnded, String(hash, radix: 16), world.server.arrivals.count, world.numbers.map { "\(sim_state($0)):\(sim_status($0)):\(sim_calls($0))" })
    if isTraced { print(String(cString: sim_trace())) }
    sim_end()
}
