import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("The course of a run", .timeLimit(.minutes(5)))
struct ExecutionTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let rows = (0..<12).map { "  - { case_name: 'case \($0)', http: \($0 == 5 ? 200 : 404) }\n" }.joined()
        try folder.write(
            "environment: sandbox\ncases:\n\(rows)steps:\n  - { name: ask, call: { method: GET, path: /x }, expect: { http: '${{ case.http }}' } }\n",
            to: "workflow.yml")
    }

    @Test(
        "a run whose steps only wait or are skipped has tested nothing",
        arguments: [
            ("  - wait: 1ms\n", 3), ("  - wait: 1ms\n  - { when: '${{ 1 == 2 }}', call: { operation: banks } }\n", 3),
            ("  - wait: 1ms\n  - call: { operation: banks }\n", 0),
        ])
    func onlyWaits(_ steps: String, _ exitCode: Int32) async throws {
        try folder.write("environment: sandbox\nsteps:\n\(steps)", to: "workflow.yml")
        let result = try await EkoflowProcess.run(["run", "workflow.yml"], in: folder.url)
        #expect(result.exitCode == exitCode, "\(result.stdout)\(result.stderr)")
        #expect(result.stdout.contains("nothing was tested: no step made a request") == (exitCode == 3))
    }

    @Test("with --fail-fast, no workflow starts after a failure, and the rest is skipped")
    func failFast() async throws {
        let result = try await ekoflow(["run", "workflow.yml", "--fail-fast"])
        #expect(result.exitCode == 1)
        #expect(result.stdout.contains("12 steps: 5 passed, 1 failed, 6 skipped"))
        #expect(result.stdout.contains("skipped: an earlier workflow did not pass, and the run ends at the first"))
    }

    @Test("a run ends after its --timeout, reports it, and writes complete reports")
    func timeout() async throws {
        try folder.write("environment: sandbox\nsteps: [{ wait: 1h }, { wait: 1ms }]\n", to: "slow.yml")
        let result = try await ekoflow(["run", "slow.yml", "--timeout", "200ms", "--json", "run.json"])
        #expect(result.exitCode == 3)
        #expect(result.stderr.contains("error[timed_out]: timed out after 200 ms (--timeout)\n"))
        // Who looks at the report alone must not take it for that of a good run.
        #expect(try folder.read("reports/junit.xml").contains("errors=\"1\""))
        #expect(try folder.read("run.json").contains("timed out after 200 ms (--timeout)"))
        let again = try await ekoflow(["recheck"])
        #expect(again.exitCode == 3, "\(again.stdout)\(again.stderr)")
        #expect(result.stdout.contains("interrupted · 2 skipped"))
        #expect(try folder.read("run.json").contains("\"interrupted\":true"))
        #expect(try await ekoflow(["run", "slow.yml", "--timeout", "soon"]).exitCode == 2)
    }

    @Test("each repetition is a separate suite, and --quiet shows only what did not pass")
    func repetition() async throws {
        let result = try await ekoflow([
            "run", "workflow.yml", "--repeat", "2", "--quiet", "--shuffle", "3", "--jobs", "4",
        ])
        #expect(result.stdout.contains("24 steps: 22 passed, 2 failed"))
        #expect(result.stdout.components(separatedBy: "✗ ask").count == 3)
        #expect(!result.stdout.contains("✓"))
        #expect(result.stdout.contains("workflow.yml [case 5] (2)"))
        let junit = try folder.read("reports/junit.xml")
        #expect(junit.contains("classname=\"workflow[case 5][2]\""))
        // The plan shows what the run would send.
        let plan = try await ekoflow(["plan", "workflow.yml", "--repeat", "2"])
        #expect(plan.stdout.contains("24 requests, nothing was sent"), "\(plan.stdout)")
    }

    @Test("parts that are missing, given twice or from another split cannot be merged")
    func wrongParts() async throws {
        for (name, part) in [("1", "1/3"), ("2", "2/3"), ("3", "3/3"), ("other", "2/4")] {
            _ = try await ekoflow(["run", "workflow.yml", "--shard", part, "--json", "\(name).json"])
        }
        // The same cases, and not the same steps, environment, expectations or repetitions.
        func second(_ name: String, _ options: String...) async throws {
            _ = try await ekoflow(["run", "workflow.yml", "--shard", "2/3", "--json", "\(name).json"] + options)
        }
        try await second("repeated", "--repeat", "2")
        try folder.write(
            "name: near\nsandbox: embedded\ninitiator_id: '9962981729'\n", to: "environments/near.yml")
        try await second("elsewhere", "--env", "near")
        let workflow = try folder.read("workflow.yml")
        try folder.write(workflow.replacing("expect: {", with: "expect: { within: 9s,"), to: "workflow.yml")
        try await second("expecting")
        try folder.write(workflow, to: "workflow.yml")
        func merge(_ parts: String...) async throws -> EkoflowProcess.Result {
            try await ekoflow(["report", "merge"] + parts.map { "\($0).json" } + ["--json", "merged.json"])
        }
        let missing = try await merge("1", "3")
        #expect(missing.exitCode == 3)
        #expect(missing.stderr == "error[part_missing]: part 2 is missing\n")
        #expect(missing.stdout.contains("the run was cut off"))
        #expect(try await ekoflow(["report", "show", "merged.json"]).exitCode == 3)
        for (parts, reason) in [
            (["1", "1", "2"], "is given twice"), (["1", "other"], "split in different ways"),
            (["1", "repeated", "3"], "split in different ways"),
            (["1", "elsewhere", "3"], "split in different ways"), (["1", "expecting", "3"], "split in different ways"),
        ] {
            let result = try await ekoflow(
                ["report", "merge"] + parts.map { "\($0).json" } + ["--json", "m.json"])
            #expect(result.exitCode == 2)
            #expect(result.stderr.contains(reason), "\(result.stderr)")
        }
        let overInput = try await ekoflow(["report", "merge", "1.json", "2.json", "3.json", "--junit", "./1.json"])
        #expect(overInput.exitCode == 2)
        #expect(try await merge("1", "2", "3").exitCode == 1)
    }

    @Test(
        "numbers of CI systems that fit no part select none",
        arguments: [
            ["CIRCLE_NODE_INDEX": "9223372036854775807", "CIRCLE_NODE_TOTAL": "2"],
            ["CI_NODE_INDEX": "-9223372036854775808", "CI_NODE_TOTAL": "2"],
            [
                "SLURM_ARRAY_TASK_ID": "5", "SLURM_ARRAY_TASK_COUNT": "2", "SLURM_ARRAY_TASK_MIN": "6",
                "SLURM_ARRAY_TASK_STEP": "4",
            ],
        ])
    func hostileEngines(_ variables: [String: String]) async throws {
        let result = try await EkoflowProcess.run(
            ["run", "workflow.yml", "--shard", "auto"], in: folder.url, environment: variables)
        #expect(result.exitCode == 2)
        #expect(result.stderr.contains("no CI variable says which part this is"))
    }

    @Test(
        "a report never overwrites a file that a workflow uses, or that an option names",
        arguments: ["_shared.yml", "keys.env", "workflow.yaml", "times.json"])
    func inputsOfInputs(_ path: String) async throws {
        try folder.write("vars: {a: 1}\nsteps: [{wait: 1ms}]\n", to: "_shared.yml")
        try folder.write("environment: sandbox\nsteps: [{use: _shared.yml}]\n", to: "user.yml")
        for file in ["keys.env", "workflow.yaml", "times.json"] { try folder.write("A=b\n", to: file) }
        let before = try folder.read(path)
        let result = try await EkoflowProcess.run(
            [
                "run", "user.yml", "--json", "./\(path)", "--env-file", "keys.env", "--shard", "1/2", "--timings",
                "times.json",
            ],
            in: folder.url)
        #expect(result.exitCode == 2)
        #expect(try folder.read(path) == before)
    }

    @Test("a report never overwrites an input, and two reports cannot have the same path")
    func reportOverInput() async throws {
        try folder.write("case_name,mobile\na,9002336768\n", to: "data.csv")
        try folder.write(
            "environment: sandbox\ncases: { csv: data.csv }\nsteps:\n  - send_otp: { mobile: '${{ case.mobile }}', csp_id: c }\n",
            to: "cases.yml")
        let result = try await ekoflow(["run", "cases.yml", "--junit", "./data.csv"])
        #expect(result.exitCode == 2)
        #expect(result.stderr.contains("a report in its place would overwrite it"))
        #expect(try folder.read("data.csv").hasPrefix("case_name"))
        let same = try await ekoflow(["run", "cases.yml", "--junit", "new/s.xml", "--json", "./new//s.xml"])
        #expect(same.exitCode == 2)
        #expect(same.stderr.contains("two reports have the same path"))
        // The JUnit report has a default path.
        let unnamed = try await ekoflow(["run", "cases.yml", "--html", "reports/junit.xml"])
        #expect(unnamed.exitCode == 2)
        #expect(unnamed.stderr.contains("two reports have the same path 'reports/junit.xml'"))
    }

    @Test("five merged parts equal the whole run", arguments: [false, true])
    func shards(_ isBalanced: Bool) async throws {
        _ = try await ekoflow(["run", "workflow.yml", "--json", "whole.json", "--junit", "whole.xml"])
        for number in 1...5 {
            var arguments = [
                "run", "workflow.yml", "--json", "part\(number).json", "--journal", "j\(number).jsonl", "--junit",
                "j.xml",
            ]
            arguments += isBalanced ? ["--shard", "\(number)/5", "--timings", "whole.json"] : ["--shard", "auto"]
            let result = try await EkoflowProcess.run(
                arguments, in: folder.url,
                environment: isBalanced ? [:] : ["CI_NODE_INDEX": "\(number)", "CI_NODE_TOTAL": "5"])
            #expect([0, 1].contains(result.exitCode), "\(result.stderr)")
        }
        let merged = try await ekoflow(
            ["report", "merge"] + (1...5).map { "part\($0).json" } + ["--junit", "merged.xml"])
        #expect(merged.exitCode == 1)
        #expect(try testcases("merged.xml") == testcases("whole.xml"))
        #expect(try testcases("whole.xml").count == 12)
    }

    /// The class, name and outcome of each testcase, in order.
    private func testcases(_ path: String) throws -> [String] {
        let document = try XMLDocument(xmlString: folder.read(path))
        return (document.rootElement()?.elements(forName: "testsuite") ?? []).flatMap { suite in
            suite.elements(forName: "testcase").map { testcase in
                let outcome = (testcase.children ?? []).compactMap(\.name).joined()
                return
                    "\(testcase.attribute(forName: "classname")?.stringValue ?? "") \(testcase.attribute(forName: "name")?.stringValue ?? "") \(outcome)"
            }
        }
    }

    @Test(
        "variables of CI systems select the part",
        arguments: [
            (["EKOFLOW_SHARD": "2", "EKOFLOW_SHARDS": "3"], 4),
            (["CIRCLE_NODE_INDEX": "0", "CIRCLE_NODE_TOTAL": "12"], 1),
            (["BUILDKITE_PARALLEL_JOB": "1", "BUILDKITE_PARALLEL_JOB_COUNT": "6"], 2),
            (["JOB_COMPLETION_INDEX": "3", "EKOFLOW_SHARDS": "4"], 3),
            (["SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_COUNT": "2", "SLURM_ARRAY_TASK_MIN": "6"], 6),
        ])
    func engines(_ variables: [String: String], _ count: Int) async throws {
        let result = try await EkoflowProcess.run(
            ["run", "workflow.yml", "--shard", "auto"], in: folder.url, environment: variables)
        #expect(result.stdout.contains("\n\(count) step"), "\(result.stdout)\(result.stderr)")
    }

    @Test("if the timings cannot be read, an old report is not left in place")
    func unreadableTimings() async throws {
        _ = try await ekoflow(["run", "workflow.yml", "--shard", "1/2"])
        try folder.write("{", to: "times.json")
        let result = try await ekoflow(["run", "workflow.yml", "--shard", "1/2", "--timings", "times.json", "--github"])
        #expect(result.exitCode == 2)
        #expect(result.stderr.hasSuffix("\n1 error: nothing was sent\n"))
        #expect(result.stdout.hasPrefix("::error title=ekoflow › start of the run::"))
        #expect(try folder.read("reports/junit.xml").contains("tests=\"1\" failures=\"0\" errors=\"1\""))
    }

    @Test("a plan can show one part of a run")
    func planOfPart() async throws {
        let result = try await ekoflow(["plan", "workflow.yml", "--shard", "2/12"])
        #expect(result.exitCode == 0)
        #expect(result.stdout.contains("[case 1]") && !result.stdout.contains("[case 2]"), "\(result.stdout)")
        #expect(try await ekoflow(["plan", "workflow.yml", "--shard", "13/12"]).exitCode == 2)
    }

    @Test("a report has its suites in the order of the files, whichever ends first")
    func orderOfSuites() async throws {
        for (name, time) in [("a", "3s"), ("b", "1ms")] {
            try folder.write("environment: sandbox\nsteps: [{ wait: \(time) }]\n", to: "race/\(name).yml")
        }
        let result = try await ekoflow(["run", "race", "-j2"])
        let shown = result.stdout.split(separator: "\n").filter { $0.hasPrefix("race/") }
        #expect(shown.map { $0.prefix(6) } == ["race/b", "race/a"], "\(result.stdout)\(result.stderr)")
        #expect(try testcases("reports/junit.xml").map { $0.prefix(6) } == ["race.a", "race.b"])
    }

    @Test("invalid parts, limits that cannot be divided, and a part without workflows")
    func otherParts() async throws {
        for shard in ["0/3", "4/3", "1", "a/b", "auto"] {
            #expect(try await ekoflow(["run", "workflow.yml", "--shard", shard]).exitCode == 2)
        }
        try folder.write(
            "name: sandbox\nsandbox: embedded\ninitiator_id: '9962981729'\nlimits: { max_sends: 2 }\n",
            to: "environments/sandbox.yml")
        let divided = try await ekoflow(["run", "workflow.yml", "--shard", "1/3"])
        #expect(divided.exitCode == 2)
        #expect(
            divided.stderr.contains(
                "error[indivisible_limit]: 'max_sends' of the environment 'sandbox' is less than one for each of 3 parts"
            ))
        try folder.write("environment: sandbox\nsteps: [{ wait: 1ms }]\n", to: "one.yml")
        let empty = try await ekoflow(["run", "one.yml", "--shard", "2/2"])
        #expect(empty.exitCode == 0)
        #expect(empty.stdout.contains("0 steps: none"))
        _ = try await ekoflow(["run", "one.yml", "--shard", "2/2", "--json", "empty.json"])
        #expect(try await ekoflow(["report", "show", "empty.json"]).exitCode == 0)
        #expect(empty.stdout.contains("nothing was tested: no workflow falls to this part\n"))
    }

    private func ekoflow(_ arguments: [String]) async throws -> EkoflowProcess.Result {
        try await EkoflowProcess.run(arguments, in: folder.url)
    }
}
