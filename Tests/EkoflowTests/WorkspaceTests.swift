import Foundation
import Testing

@Suite("A test has one name, whatever the path and the folder", .timeLimit(.minutes(5)))
struct WorkspaceTests {
    private let folder: TemporaryFolder
    private static let workflow = "steps:\n  - { name: a, send_otp: { mobile: '9002336768', csp_id: c } }\n"

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Self.workflow, to: "otp/workflows/send.yml")
    }

    private func ekoflow(_ arguments: [String], in path: String = "otp") async throws -> EkoflowProcess.Result {
        try await EkoflowProcess.run(arguments, in: folder.url.appending(path: path))
    }

    /// What readers of a report know a test by.
    private func identities(_ report: String) -> [String] {
        report.matches(of: #/(classname|file|name)="[^"]*"/#).map { String($0.output.0) }
            .filter { !$0.contains("run_id") }
    }

    @Test("five spellings of a path give the same file, class and name")
    func spellings() async throws {
        let absolute = folder.url.appending(path: "otp/workflows/send.yml").path
        try FileManager.default.createSymbolicLink(
            atPath: folder.url.appending(path: "link.yml").path, withDestinationPath: absolute)
        let spellings = [
            ("otp", "workflows"), ("otp", "./workflows/../workflows/send.yml"), ("otp", absolute),
            ("otp/workflows", "send.yml"), (".", "link.yml"),
        ]
        var all: Set<[String]> = []
        for (place, path) in spellings {
            let result = try await ekoflow(["run", path, "--env", "sandbox"], in: place)
            #expect(result.exitCode == 0, "\(path): \(result.stderr)")
            all.insert(identities(try folder.read("otp/reports/junit.xml")))
        }
        #expect(all.count == 1, "\(all)")
        #expect(all.first?.contains(#"classname="workflows.send""#) == true)
        #expect(all.first?.contains(#"file="workflows/send.yml""#) == true)
    }

    @Test(
        "letters of any script in the path of the workspace change nothing",
        arguments: ["José", "परियोजना परीक्षण", "ééééééééé", "日本語"])
    func otherScripts(_ name: String) async throws {
        try folder.write(Self.workflow, to: "\(name)/ws/workflows/send.yml")
        try folder.write("", to: "\(name)/ws/environments/readme.txt")
        for place in ["\(name)/ws", "\(name)", "\(name)/ws/workflows"] {
            let path = folder.url.appending(path: "\(name)/ws/workflows").path
            let result = try await ekoflow(["run", path, "--env", "sandbox"], in: place)
            #expect(result.exitCode == 0, "\(result)")
            #expect(result.stdout.contains("\nworkflows/send.yml  on sandbox\n"), "\(result.stdout)")
            let report = try folder.read("\(name)/ws/reports/junit.xml")
            #expect(report.contains(#"classname="workflows.send""#) && report.contains(#"file="workflows/send.yml""#))
        }
        #expect(try await ekoflow(["report", "list"], in: "\(name)/ws").stdout.split(separator: "\n").count == 3)
        #expect(try await ekoflow(["recheck"], in: "\(name)/ws/workflows").exitCode == 0)
    }

    @Test("without a path, the workspace's workflows are run, also from a folder in it")
    func fromWithin() async throws {
        #expect(try await ekoflow(["run", "--env", "sandbox"], in: "otp/workflows").exitCode == 0)
        try folder.write("", to: "otp/environments/readme.txt")
        #expect(try await ekoflow(["run", "--env", "sandbox"], in: "otp/environments").exitCode == 0)
    }

    @Test("commands that take a report take the name of a run")
    func names() async throws {
        #expect(try await ekoflow(["run", "--env", "sandbox"]).exitCode == 0)
        let run = try #require(
            try await ekoflow(["report", "list"]).stdout.split(separator: " ").first.map(String.init))
        for command in [
            ["report", "convert", run, "--tap", "a.tap"], ["report", "show", run], ["coverage", run],
            ["report", "merge", run, "--tap", "b.tap"],
        ] { #expect(try await ekoflow(command).exitCode == 0, "\(command)") }
        #expect(try await ekoflow(["report", "show", "NOPE"]).stderr.contains("'ekoflow report list' shows"))
    }

    @Test("two workflows of one class are refused before anything is sent")
    func duplicateClasses() async throws {
        try folder.write(Self.workflow, to: "otp/workflows/send.yaml")
        for command in ["run", "validate"] {
            let result = try await ekoflow([command, "workflows", "--env", "sandbox"])
            #expect(result.exitCode == 2)
            #expect(result.stderr.contains("error[duplicate_class]: workflows/send.yml and workflows/send.yaml"))
        }
    }

    @Test("the journals of earlier runs are kept and found by name, and a sandbox run takes no other's place")
    func keptJournals() async throws {
        for _ in 0..<3 { #expect(try await ekoflow(["run", "--env", "sandbox"]).exitCode == 0) }
        let list = try await ekoflow(["report", "list"], in: "otp/workflows").stdout.split(separator: "\n")
        #expect(list.count == 3)
        let oldest = try #require(list.last?.split(separator: " ").first.map(String.init))
        #expect(try await ekoflow(["recheck", oldest]).stdout.contains("1 step: 1 passed · nothing was sent"))
        let latest = try #require(list.first?.split(separator: " ").first.map(String.init))
        let diff = try await ekoflow(["diff", oldest, latest])
        #expect(diff.stdout.hasSuffix("0 new, 0 gone\n") && diff.exitCode == 0, "\(diff)")
    }

    @Test("only so many journals are kept, and those of runs that were cut off stay")
    func oldJournals() async throws {
        func journal(_ number: Int, ended: Bool) -> String {
            let time = "2026-01-\(number < 10 ? "0" : "")\(number)T00:00:00.000Z"
            let start =
                #"{"event":"run","journal":1,"ekoflow":"1","run":"RUN\#(number)","time":"\#(time)","sandbox":true,"planned":0}"#
            return start + "\n" + (ended ? #"{"event":"end","ms":1,"interrupted":false,"cut_off":false}"# + "\n" : "")
        }
        for number in 1...30 {
            try folder.write(journal(number, ended: number != 2), to: "otp/reports/journal-RUN\(number).jsonl")
        }
        #expect(try await ekoflow(["run", "--env", "sandbox"]).exitCode == 0)
        let kept = try await ekoflow(["report", "list"]).stdout
        #expect(kept.contains("RUN30 ") && kept.contains("RUN2 ") && !kept.contains("RUN1 "), "\(kept)")
        #expect(kept.split(separator: "\n").count == 21, "\(kept)")
    }

    @Test("a run on a sandbox takes the place of no other run's journal")
    func journalsOfOthers() async throws {
        for number in 11...30 {
            let start =
                #"{"event":"run","journal":1,"ekoflow":"1","run":"RUN\#(number)","time":"2026-01-\#(number)T00:00:00.000Z","planned":0}"#
            try folder.write(
                start + "\n" + #"{"event":"end","ms":1,"interrupted":false,"cut_off":false}"# + "\n",
                to: "otp/reports/journal-RUN\(number).jsonl")
        }
        for _ in 0..<2 { #expect(try await ekoflow(["run", "--env", "sandbox"]).exitCode == 0) }
        let kept = try await ekoflow(["report", "list"]).stdout
        #expect(kept.contains("RUN11 ") && kept.split(separator: "\n").count == 22, "\(kept)")
    }

    @Test("a run that was cut off is told once, also if it had a journal of its own")
    func cutOffElsewhere() async throws {
        let start =
            #"{"event":"run","journal":1,"ekoflow":"1","run":"CUT1","time":"2026-01-01T00:00:00.000Z","planned":1}"#
            + "\n"
        try folder.write(start, to: "otp/reports/journal-CUT1.jsonl")
        let first = try await ekoflow(["run", "--env", "sandbox"])
        #expect(first.stderr.contains("warning[cut_off]: the run before this one, CUT1,"), "\(first.stderr)")
        let second = try await ekoflow(["run", "--env", "sandbox"])
        #expect(!second.stderr.contains("cut_off"), "\(second.stderr)")
        #expect(try folder.read("otp/reports/journal-CUT1.jsonl") == start)
    }

    @Test("what a walk leaves out is told")
    func leftOut() async throws {
        try folder.write(Self.workflow, to: "elsewhere/other.yml")
        let manager = FileManager.default
        let workflows = folder.url.appending(path: "otp/workflows").path
        try manager.createSymbolicLink(
            atPath: workflows + "/linked", withDestinationPath: folder.url.path + "/elsewhere")
        let linked = try await ekoflow(["run", "--env", "sandbox"])
        #expect(linked.exitCode == 0)
        #expect(linked.stderr.contains("warning[link_not_followed]: workflows/linked is a link"))
        try manager.createSymbolicLink(atPath: workflows + "/gone.yml", withDestinationPath: "/nowhere")
        let broken = try await ekoflow(["run", "--env", "sandbox"])
        #expect(broken.exitCode == 2)
        #expect(broken.stderr.contains("workflows/gone.yml: it is a link that leads nowhere"))
        try manager.removeItem(atPath: workflows + "/gone.yml")
        // It could be a folder of workflows.
        try manager.createSymbolicLink(atPath: workflows + "/circle", withDestinationPath: "circle")
        let circle = try await ekoflow(["run", "--env", "sandbox"])
        #expect(circle.exitCode == 2)
        #expect(circle.stderr.contains("workflows/circle: too many levels of symbolic links"), "\(circle.stderr)")
    }

    @Test("a journal that cannot be read is told, and the run before it is not taken for the last one")
    func unreadableJournal() async throws {
        for _ in 0..<2 { #expect(try await ekoflow(["run", "--env", "sandbox"]).exitCode == 0) }
        let manager = FileManager.default
        let journal = folder.url.appending(path: "otp/reports/journal.jsonl").path
        try manager.removeItem(atPath: journal)
        // Also root cannot read it.
        try manager.createDirectory(atPath: journal, withIntermediateDirectories: false)
        let list = try await ekoflow(["report", "list"])
        #expect(list.exitCode == 3)
        #expect(list.stderr.contains("cannot read reports/journal.jsonl: is a directory"), "\(list.stderr)")
        #expect(list.stdout.contains("sandbox"), "\(list.stdout)")
        let last = try await ekoflow(["report", "show"])
        #expect(last.exitCode == 2)
        #expect(last.stderr.contains("cannot read reports/journal.jsonl: it is a folder"), "\(last.stderr)")
    }

    @Test("a workflow can come from the standard input", arguments: ["run", "validate"])
    func standardInput(_ command: String) async throws {
        let result = try await EkoflowProcess.run(
            [command, "-", "--env", "sandbox"], in: folder.url.appending(path: "otp"), input: Self.workflow)
        #expect(result.exitCode == 0, "\(result)")
    }

    @Test("without a command there is help on the error stream, and exit code 2", arguments: [[], ["import"]])
    func noCommand(_ arguments: [String]) async throws {
        let result = try await ekoflow(arguments)
        #expect(result.exitCode == 2)
        #expect(result.stdout == "" && result.stderr.contains("USAGE: ekoflow"))
    }
}
