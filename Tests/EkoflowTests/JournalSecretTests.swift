import Foundation
import Testing

@Suite("A secret in a path reaches no line of the journal", .timeLimit(.minutes(5)))
struct JournalSecretTests {
    @Test("an OTP of an earlier answer is hidden in the line before the request, and in the line after it")
    func path() async throws {
        let (folder, server) = (try TemporaryFolder(), try LoopbackServer())
        try folder.write(
            "name: local\nbase_url: http://127.0.0.1:\(server.port)\ninitiator_id: '9962981729'\ncredentials: { developer_key: { env: A }, access_key: { env: A } }\n",
            to: "environments/local.yml")
        try folder.write(
            """
            environment: local
            steps:
              - id: a
                call: { method: GET, path: /x }
                capture: { otp: data.otp }
              - call: { method: POST, path: "/y/${{ steps.a.otp }}" }
                expect: { http: 200 }
            """, to: "workflow.yml")
        let result = try await EkoflowProcess.run(
            ["run", "workflow.yml"], in: folder.url, environment: ["A": "some-key"]
        ) { _ in
            _ = server.receiveRequest(answering: #"{"status":0,"data":{"otp":"482913"}}"#)
            _ = server.receiveRequest(answering: #"{"status":0}"#)
        }
        #expect(result.exitCode == 0, "\(result.stdout)\(result.stderr)")
        let journal = try folder.read("reports/journal.jsonl")
        #expect(journal.contains(#""event":"request""#))
        #expect(!journal.contains("482913"))
    }
}
