import CLibrary
import Foundation
import Testing

@Suite("A signal ends a run and its programs, and the reports are written", .timeLimit(.minutes(5)))
struct ProgramSignalTests {
    @Test(
        "while a program that ignores the signal gives an OTP",
        arguments: [SIGTERM, SIGINT, SIGHUP])
    func duringProgram(_ signal: Int32) async throws {
        let folder = try TemporaryFolder()
        let started = folder.url.appending(path: "started").path
        #expect(mkfifo(started, 0o600) == 0)
        try folder.write(
            "#!/bin/sh\ntrap '' TERM INT HUP\nsleep 1000 &\necho started > '\(started)'\nwait\n", to: "program.sh")
        try folder.write(
            "name: sandbox\nsandbox: embedded\ninitiator_id: '9962981729'\notp_source: { command: [sh, \(folder.url.path)/program.sh] }\n",
            to: "environments/sandbox.yml")
        try folder.write(
            "environment: sandbox\nsteps:\n  - send_otp: { mobile: '9002336768', csp_id: c }\n  - verify_otp: { mobile: '9002336768' }\n",
            to: "workflow.yml")
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let result = try await EkoflowProcess.run(["run", "workflow.yml"], in: folder.url, environment: ["PATH": path])
        {
            process in
            // Opening it for reading waits for the program.
            let descriptor = open(started, O_RDONLY)
            var byte: UInt8 = 0
            _ = read(descriptor, &byte, 1)
            close(descriptor)
            kill(process, signal)
        }
        #expect(result.exitCode == 128 + signal, "\(result.stdout) \(result.stderr)")
        let report = try folder.read("reports/junit.xml")
        #expect(report.contains("(SIG") && report.hasSuffix("</testsuites>\n"), "\(report)")
    }
}
