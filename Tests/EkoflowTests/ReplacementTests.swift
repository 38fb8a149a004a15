import Foundation
import Testing

@Suite("A report replaces earlier reports, and no other file", .timeLimit(.minutes(5)))
struct ReplacementTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(
            "environment: sandbox\nsteps: [{ send_otp: { mobile: '9002336768', csp_id: c } }]\n", to: "w.yml")
    }

    @Test(
        "a file that is not a report of the format stays, and nothing is sent",
        arguments: [
            ("--junit", "a host's name\n"), ("--junit", "<?xml version=\"1.0\"?>\n<project name=\"testsuite\"/>\n"),
            ("--html", "<!DOCTYPE html>\n<title>Home</title>\n"), ("--json", "{\"name\":\"a package\"}\n"),
            ("--tap", "1..0\n"), ("--tap", "{\"report\":1}"), ("--json", "x"),
        ])
    func others(_ option: String, _ text: String) async throws {
        try folder.write(text, to: "file")
        let result = try await ekoflow(["run", "w.yml", option, "file"])
        #expect(result.exitCode == 2)
        #expect(result.stdout == "")
        #expect(
            result.stderr.hasPrefix(
                "error[file_exists]: 'file' exists, and is not a report that \(option) writes\n  = help: give the report another path, or --overwrite"
            ), "\(result.stderr)")
        #expect(try folder.read("file") == text)
        #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "reports").path))
    }

    @Test("every command that writes reports asks for --overwrite, and replaces its own report without")
    func commands() async throws {
        for command in [["run", "w.yml"], ["report", "convert", "reports/journal.jsonl"], ["recheck"]] {
            try folder.write("mine\n", to: "file")
            #expect(try await ekoflow(command + ["--tap", "file"]).exitCode == 2)
            #expect(try folder.read("file") == "mine\n")
            // The first one says so, and the second finds a report.
            for option in [["--overwrite"], []] {
                #expect(try await ekoflow(command + ["--tap", "file"] + option).exitCode == 0)
                #expect(try folder.read("file").hasPrefix("TAP version 14\n"))
            }
        }
    }

    @Test(
        "JUnit reports of other programs, and empty files",
        arguments: [
            "\u{FEFF}<?xml version=\"1.0\"?>\n<!-- by another -->\n<!DOCTYPE x>\n<testsuites/>",
            "<testsuite name=\"x\"/>",
            "",
        ])
    func reports(_ text: String) async throws {
        try folder.write(text, to: "file")
        #expect(try await ekoflow(["run", "w.yml", "--junit", "file"]).exitCode == 0)
        #expect(try folder.read("file").contains("<testsuites name=\"ekoflow\""))
    }

    @Test("a run that cannot start does not replace another file either")
    func unstarted() async throws {
        try folder.write("mine\n", to: "file")
        try folder.write("steps: 1\n", to: "w.yml")
        #expect(try await ekoflow(["run", "w.yml", "--junit", "file"]).exitCode == 2)
        #expect(try folder.read("file") == "mine\n")
    }

    @Test("the reference replaces only its own pages")
    func reference() async throws {
        #expect(try await ekoflow(["reference", "."]).exitCode == 0)
        #expect(try await ekoflow(["reference", "."]).exitCode == 0)
        try folder.write("# My notes\n", to: "ReferenceCommands.md")
        #expect(try await ekoflow(["reference", "."]).exitCode == 2)
        #expect(try folder.read("ReferenceCommands.md") == "# My notes\n")
    }

    private func ekoflow(_ arguments: [String]) async throws -> EkoflowProcess.Result {
        try await EkoflowProcess.run(arguments, in: folder.url)
    }
}
