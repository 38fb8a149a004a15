import Foundation
import Secrets
import Testing

@testable import WorkflowReports

@Suite("An ordinary output hides nothing that is not secret")
struct FalseHitTests {
    /// The outputs of all end-to-end cases, from which secrets are removed already.
    private static let outputs: [URL] = {
        let cases = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "EkoflowTests/Cases")
        let files = FileManager.default.enumerator(at: cases, includingPropertiesForKeys: nil)?.allObjects as? [URL]
        return (files ?? []).filter { ["stdout", "stderr", "junit.xml"].contains($0.lastPathComponent) }
    }()

    @Test("no line of the outputs of all cases changes when it is redacted")
    func cases() throws {
        let redactor = Redactor(
            [
                Secret("3f1c2a9e-77aa-4b0d-9d1e-0123456789ab"), Secret("d2fe1d99-6298-4af2-8cc5-d97dcf46df30"),
                Secret("u30ak/iOGwKCaspqCeiYng8fd98QDx7kF3DBBOadQHk="), Secret("735102"),
                Secret("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"),
            ], masksNumbers: false)
        #expect(Self.outputs.count > 100)
        for file in Self.outputs {
            let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            for line in text.split(separator: "\n") {
                let redacted = redactor.redact(String(line)).replacing("••••••", with: "•••")
                #expect(redacted == line, "\(file.path)")
            }
        }
    }
}
