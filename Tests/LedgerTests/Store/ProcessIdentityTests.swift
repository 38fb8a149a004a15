import CLibrary
import Testing

@testable import Ledger

@Suite("Whether another process runs")
struct ProcessIdentityTests {
    private func process(_ pid: Int64, started: Int64) -> ProcessIdentity {
        let own = ProcessIdentity.own(id: "own", host: "here")
        return ProcessIdentity(
            id: "other", host: "here", boot: own.boot, pidSpace: own.pidSpace, pid: pid, pidStarted: started)
    }

    @Test("a process is recognised by its number and the time of its start")
    func condition() {
        let own = ProcessIdentity.own(id: "own", host: "here")
        #expect(own.condition(of: own) == .runs)
        #expect(own.condition(of: process(own.pid, started: own.pidStarted + 1)) == .gone)
        #expect(own.condition(of: process(1 << 40, started: 1)) == .gone)
        #expect(own.condition(of: process(-1, started: 1)) == .gone)
    }

    #if os(Linux)
        private static let line = "7 (a (b) c) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 4 0 99 0"

        @Test(
            "what the system hides is not taken for a process that has ended",
            arguments: [
                (nil, true, .hidden), (nil, false, .none), ("", true, .hidden), ("7 (a) S 1", true, .hidden),
                (line, true, .process(isStopped: false, started: 99)),
                (line.replacing(") S", with: ") T"), true, .process(isStopped: true, started: 99)),
                (line.replacing(") S", with: ") Z"), true, .none),
            ] as [(String?, Bool, ProcessIdentity.Entry)])
        func entries(_ line: String?, _ exists: Bool, _ entry: ProcessIdentity.Entry) {
            #expect(ProcessIdentity.entry(line, exists: exists) == entry)
        }
    #endif
}
