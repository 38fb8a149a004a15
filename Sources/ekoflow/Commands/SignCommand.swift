import ArgumentParser
import Times
import WorkflowEngine
import WorkflowModel

struct SignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Prints the three headers that sign a request, keys and all.",
        discussion: """
            To compare with another implementation: secret-key is base64(HMAC-SHA256(timestamp, base64(access_key))), where the \
            timestamp is in milliseconds and the key is the base64 text itself. The output holds the developer key and a valid \
            signature: do not share it.

            Examples:
              ekoflow sign --env staging
              ekoflow sign --env staging --timestamp 1700000000000
            """)

    @OptionGroup var target: NamedTargetOptions

    @Option(help: ArgumentHelp("Milliseconds since 1970; now where it is not given.", valueName: "number"))
    var timestamp: Int64?

    func run() async throws {
        let credentials = try await target.loadCredentials()
        let time = timestamp.map { Timestamp(milliseconds: $0) } ?? RunServices.ofProcess.now
        let headers = RequestSigner(credentials).headers(at: time)
        let text = headers.map { "\($0.name): \($0.value)\n" }.joined()
        guard StandardOutput.write(text) else { throw ExitStatus.unfinished }
    }
}
