import Foundation
import Testing

@Suite("A run's journal", .timeLimit(.minutes(5)))
struct JournalTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(
            "steps:\n  - send_otp: { mobile: \"9002336768\", csp_id: c }\n  - validate_token: { otp_verification_token: x }\n",
            to: "workflow.yml")
    }

    @Test("the report from a journal equals the run's own report")
    func sameReport() async throws {
        #expect(try await ekoflow(["run", "workflow.yml", "--env", "sandbox"]).exitCode == 1)
        let result = try await ekoflow(["report", "--from-journal", "--junit", "again.xml"])
        #expect(result.exitCode == 1)
        #expect(result.stdout.contains("the run is complete · 1 passed, 1 failed, 0 errors, 0 skipped · 1 SMS sent"))
        #expect(try folder.read("again.xml") == folder.read("reports/junit.xml"))
    }

    @Test("the next run reports a run that was cut off, and keeps its journal")
    func cutOff() async throws {
        _ = try await ekoflow(["run", "workflow.yml", "--env", "sandbox"])
        let lines = try folder.read("reports/journal.jsonl").split(separator: "\n")
        // The journal after `kill -9` in the middle of a send.
        try folder.write(lines.prefix(3).joined(separator: "\n") + "\n", to: "reports/journal.jsonl")
        let next = try await ekoflow(["run", "workflow.yml", "--env", "sandbox"])
        #expect(next.stderr.contains("was cut off: 0 SMS sent, 1 may have been sent"))
        let kept = try #require(next.stderr.firstMatch(of: #/reports/journal-[A-Z0-9]+\.jsonl/#)).output
        let report = try await ekoflow(["report", "--from-journal", String(kept)])
        #expect(report.exitCode == 3)
        #expect(
            report.stdout.contains(
                "! send_otp: outcome unknown, it may have been sent: the run was cut off while it texted 90xxxxx768"))
        #expect(report.stdout.contains("- validate_token: skipped: the run was cut off"))
        // The run after that has nothing to report.
        #expect(try await ekoflow(["run", "workflow.yml", "--env", "sandbox"]).stderr == "")
    }

    @Test("a journal of a finished run is kept, even if its first line is too long to tell whose it is")
    func longFirstLine() async throws {
        _ = try await ekoflow(["run", "workflow.yml", "--env", "sandbox"])
        let long = "\"command\":\"ekoflow run \(String(repeating: "a", count: 20 << 10)) "
        let journal = try folder.read("reports/journal.jsonl").replacing("\"command\":\"ekoflow run ", with: long)
        try #require(journal.contains(long))
        try folder.write(journal, to: "reports/journal.jsonl")
        _ = try await ekoflow(["run", "workflow.yml", "--env", "sandbox"])
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: "reports").path)
        let kept = try #require(names.first { $0.hasPrefix("journal-") })
        #expect(try folder.read("reports/\(kept)") == journal)
    }

    @Test("a run with a long first line is the last run, and one whose line is endless is not passed over")
    func longCommand() async throws {
        _ = try await ekoflow(["run", "workflow.yml", "--env", "sandbox"])
        _ = try await ekoflow(["run", "workflow.yml", "--env", "sandbox"])
        let journal = try folder.read("reports/journal.jsonl")
        let run = try #require(journal.firstMatch(of: #/"run":"([A-Z0-9]+)"/#)).output.1
        for (length, isRead) in [(100 << 10, true), (5 << 20, false)] {
            let long = "\"command\":\"ekoflow run \(String(repeating: "a", count: length)) "
            try folder.write(
                journal.replacing("\"command\":\"ekoflow run ", with: long), to: "reports/journal.jsonl")
            let list = try await ekoflow(["report", "list"])
            #expect(list.stdout.contains(run) == isRead, "\(list)")
            #expect((list.stdout + list.stderr).contains("its first line is too long") != isRead, "\(list)")
            let recheck = try await ekoflow(["recheck"])
            #expect(recheck.exitCode == 1, "\(recheck.stderr)")
        }
    }

    @Test("a journal that is a link to the file under which it is kept is not lost", arguments: ["hard", "symbolic"])
    func link(_ kind: String) async throws {
        _ = try await ekoflow(["run", "workflow.yml", "--env", "sandbox"])
        let journal = try folder.read("reports/journal.jsonl")
        let run = try #require(journal.firstMatch(of: #/"run":"([A-Z0-9]+)"/#)).output.1
        let reports = folder.url.appending(path: "reports")
        let (wanted, kept) = (reports.appending(path: "journal.jsonl"), reports.appending(path: "journal-\(run).jsonl"))
        if kind == "hard" {
            try FileManager.default.linkItem(at: wanted, to: kept)
        } else {
            try FileManager.default.moveItem(at: wanted, to: kept)
            try FileManager.default.createSymbolicLink(at: wanted, withDestinationURL: kept)
        }
        #expect(try await ekoflow(["run", "workflow.yml", "--env", "sandbox"]).exitCode == 1)
        #expect(try folder.read("reports/journal-\(run).jsonl") == journal)
        #expect(try folder.read("reports/journal.jsonl").contains("\"event\":\"end\""))
        #expect(try folder.read("reports/journal.jsonl") != journal)
    }

    @Test("if the journal cannot be written, nothing is sent", arguments: ["/dev/full", ".", "/proc/x/journal.jsonl"])
    func unwritable(_ path: String) async throws {
        let result = try await ekoflow(["run", "workflow.yml", "--env", "sandbox", "--journal", path])
        #expect(result.exitCode == 2)
        #expect(result.stderr.contains("error[unwritable_file]: the journal \(path) cannot be written: "))
        #expect(result.stdout == "")
    }

    @Test("a file that is not a journal is never overwritten, and nothing is sent")
    func otherFile() async throws {
        let workflow = try folder.read("workflow.yml")
        let result = try await ekoflow(["run", "workflow.yml", "--env", "sandbox", "--journal", "workflow.yml"])
        #expect(result.exitCode == 2)
        #expect(result.stderr.contains("the file exists and is not a journal"))
        #expect(result.stdout == "")
        #expect(try folder.read("workflow.yml") == workflow)
    }

    @Test("a report never overwrites a journal")
    func reportOverJournal() async throws {
        _ = try await ekoflow(["run", "workflow.yml", "--env", "sandbox"])
        let journal = try folder.read("reports/journal.jsonl")
        for command in [
            ["recheck"], ["report", "--from-journal"],
            ["run", "workflow.yml", "--env", "sandbox", "--journal", "other.jsonl"],
        ] {
            let result = try await ekoflow(command + ["--junit", "reports/journal.jsonl"])
            #expect([2, 3].contains(result.exitCode))
            #expect(result.stderr.contains("which would be lost") || result.stderr.contains("would overwrite it"))
        }
        #expect(try folder.read("reports/journal.jsonl") == journal)
        let same = try await ekoflow([
            "run", "workflow.yml", "--env", "sandbox", "--journal", "new.x", "--junit", "new.x",
        ])
        #expect(same.exitCode == 2)
        #expect(same.stderr.contains("a report and the journal go to 'new.x': give each its own path"))
    }

    @Test("a run that starts during another run has a separate journal, and names it")
    func journalInUse() async throws {
        _ = try await ekoflow(["run", "workflow.yml", "--env", "sandbox"])
        let descriptor = open(folder.url.appending(path: "reports/journal.jsonl").path, O_RDWR)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        let result = try await ekoflow(["run", "workflow.yml", "--env", "sandbox"])
        #expect(
            result.stderr.hasPrefix(
                "warning[journal_in_use]: another run is writing to reports/journal.jsonl: the journal of this run is reports/journal-"
            ), "\(result.stderr)")
    }

    @Test("a file that is missing or not a journal is an error")
    func noJournal() async throws {
        #expect(
            try await ekoflow(["report", "--from-journal"]).stderr
                == "error[unreadable_file]: cannot read reports/journal.jsonl: no such file\n")
        let result = try await ekoflow(["report", "--from-journal", "workflow.yml"])
        #expect(result.exitCode == 2)
        #expect(
            result.stderr
                == "error[unreadable_file]: cannot read workflow.yml: it is not a journal: line 1 is not JSON\n")
    }

    private func ekoflow(_ arguments: [String]) async throws -> EkoflowProcess.Result {
        try await EkoflowProcess.run(arguments, in: folder.url)
    }
}
