import Foundation
import Testing

@Suite("Many files are checked at once, as if one after another", .timeLimit(.minutes(5)))
struct ManyFilesTests {
    private let folder: TemporaryFolder
    private static let count = 170

    init() throws {
        folder = try TemporaryFolder()
        // Every workflow uses the environment, whose problem is told once.
        try folder.write(
            "name: sandbox\nsandbox: embedded\ninitiator_id: '9962981729'\nunheard_of: 1\n",
            to: "environments/sandbox.yml")
        for number in 1...Self.count {
            let key = number.isMultiple(of: 17) ? "wat: 1s" : "wait: 1s"
            // All names have as many digits, so that their order is that of the numbers.
            try folder.write(
                "environment: sandbox\nsteps:\n  - \(key)\n", to: "workflows/w\(1_000 + number).yml")
        }
    }

    @Test("problems are told in the order of the files, each once")
    func order() async throws {
        let result = try await EkoflowProcess.run(["validate"], in: folder.url)
        let wrong = (1...Self.count).filter { $0.isMultiple(of: 17) }
        #expect(result.exitCode == 2)
        let places = result.stderr.matches(of: #/--> workflows/w1(\d+)\.yml/#).compactMap { Int($0.output.1) }
        #expect(places.reduce(into: []) { if $0.last != $1 { $0.append($1) } } == wrong)
        #expect(result.stderr.ranges(of: "unknown key 'unheard_of'").count == 1)
        #expect(result.stdout.hasPrefix("\(Self.count) files: "))
    }

    @Test("what is wrong in one workflow does not hide what is wrong in another")
    func usedWorkflow() async throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "vars: { mobile: { required: true } }\nsteps:\n  - send_otp: { mobile: '${{ vars.mobile }}', csp_id: c }\n",
            to: "workflows/_send.yml")
        for name in ["a", "b", "c"] {
            try folder.write(
                "environment: sandbox\nsteps:\n  - use: _send.yml\n    with: { mobile: '12345' }\n",
                to: "workflows/\(name).yml")
        }
        let errors = try await EkoflowProcess.run(["validate"], in: folder.url).stderr
        for name in ["a", "b", "c"] { #expect(errors.contains("workflows/\(name).yml"), "\(errors)") }
    }

    @Test("the same files give the same messages, also if a value is random")
    func random() async throws {
        let workflow = "environment: sandbox\nsteps:\n  - send_otp: { mobile: '${{ random_digits(9) }}', csp_id: c }\n"
        let first = try await errors(in: workflow)
        #expect(first.contains("error["))
        #expect(try await errors(in: workflow) == first)
    }

    @Test("each case with a problem is told")
    func cases() async throws {
        let errors = try await errors(
            in:
                "environment: sandbox\ncases: [{ m: '' }, { m: '9002336768' }, { m: '' }]\nsteps:\n  - send_otp: { mobile: '${{ case.m }}', csp_id: c }\n"
        )
        #expect(errors.contains("in the case 'case 1'") && errors.contains("in the case 'case 3'"), "\(errors)")
    }

    /// What is said of one workflow.
    private func errors(in workflow: String) async throws -> String {
        let folder = try TemporaryFolder()
        try folder.write(workflow, to: "workflows/a.yml")
        return try await EkoflowProcess.run(["validate"], in: folder.url).stderr
    }
}
