import ArgumentParser
import Times
import WorkflowEngine
import WorkflowModel

struct SignCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Prints the three headers of a signed request, with the developer key.",
        discussion: """
            To compare with another implementation: secret-key is base64(HMAC-SHA256(timestamp, base64(access_key))), where the \
            timestamp is in milliseconds and the key is the base64 string itself. The output contains the developer key and a valid \
            signature: do not share it.

            Examples:
              ekoflow sign --env staging
              ekoflow sign --env staging --timestamp 1700000000000
            """)

    @OptionGroup var target: NamedTargetOptions

    @Option(help: ArgumentHelp("Milliseconds since 1970. Now if left out.", valueName: "number"))
    var timestamp: Int64?

    func run(in shell: Shell) async throws(CommandError) -> ExitStatus {
        let credentials = try await target.loadCredentials(in: shell)
        let time = timestamp.map { Timestamp(milliseconds: $0) } ?? shell.services.now
        let headers = RequestSigner(credentials).headers(at: time)
        shell.output.write(headers.map { "\($0.name): \($0.value)\n" }.joined())
        return .passed
    }
}
