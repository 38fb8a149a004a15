import Foundation
import FuzzSubjects
import Testing

/// `Inputs` has a folder for each subject, with inputs that fuzzing starts from and inputs that it found.
@Suite("Problems that fuzzing found stay fixed", .timeLimit(.minutes(5)))
struct FuzzInputTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Inputs")

    private static func inputs() -> [String] {
        FuzzSubject.all.flatMap { subject in
            let folder = root.appending(path: subject.name).path
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.sorted().map { "\(subject.name)/\($0)" }
        }
    }

    @Test("each subject has inputs to start from")
    func groups() {
        let groups = Set(Self.inputs().map { String($0.prefix { $0 != "/" }) })
        #expect(groups == Set(FuzzSubject.all.map(\.name)))
    }

    @Test("an input is read without a trap", arguments: inputs())
    func check(_ name: String) async throws {
        let subject = try #require(FuzzSubject.all.first { name.hasPrefix("\($0.name)/") })
        await subject.check(Array(try Data(contentsOf: Self.root.appending(path: name))))
    }
}
