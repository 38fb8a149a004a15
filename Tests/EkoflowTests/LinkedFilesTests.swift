import Foundation
import Testing

@Suite("A link stands for its file, and changes nothing for the files beside it", .timeLimit(.minutes(5)))
struct LinkedFilesTests {
    private let folder: TemporaryFolder

    /// Two workspaces with an environment of the same name; only `a` may text the number.
    init() throws {
        folder = try TemporaryFolder()
        for (name, recipient) in [("a", "9002336768"), ("b", "9002336769")] {
            try folder.write(
                "name: qa\nsandbox: embedded\ninitiator_id: '9962981729'\nrecipients: ['\(recipient)']\n",
                to: "\(name)/environments/qa.yml")
            try folder.write(
                "environment: qa\nsteps:\n  - send_otp: { mobile: '9002336768', csp_id: c }\n",
                to: "\(name)/workflows/send.yml")
        }
    }

    private func link(_ path: String, to target: String) throws {
        let link = folder.url.appending(path: path)
        try FileManager.default.createDirectory(
            at: link.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: target)
    }

    private func ekoflow(_ arguments: String..., in path: String = "b") async throws -> EkoflowProcess.Result {
        try await EkoflowProcess.run(arguments, in: folder.url.appending(path: path))
    }

    @Test("a linked workflow runs in the environment of its file, and the others in theirs", arguments: ["first", "z"])
    func environments(_ name: String) async throws {
        try link("b/workflows/\(name).yml", to: "../../a/workflows/send.yml")
        #expect(try await ekoflow("validate", "workflows").stderr.ranges(of: "error[not_a_recipient]").count == 1)
        let run = try await ekoflow("run", "workflows")
        #expect(run.exitCode == 4 && run.stderr.contains("--> b/workflows/send.yml"), "\(run)")
    }

    @Test("an environment can be a link, as a mounted one is")
    func environment() async throws {
        try FileManager.default.moveItem(
            at: folder.url.appending(path: "a/environments/qa.yml"), to: folder.url.appending(path: "a/qa.yml"))
        try link("a/environments/qa.yml", to: "../qa.yml")
        #expect(try await ekoflow("run", "workflows", in: "a").exitCode == 0)
        let validated = try await ekoflow("validate", "environments", "workflows", in: "a")
        #expect(validated.exitCode == 0, "\(validated.stderr)")
    }
}
