import ArgumentParser
import CurlTransport
import Secrets
import WorkflowEngine
import WorkflowReports

struct DoctorCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks the keys, the host, TLS, the clock and the ledger of an environment. Sends no SMS.",
        discussion: """
            A key is never shown, only its length and form. One request without a key goes to the root of the host. The exit code is 0 \
            if everything is in order, and 3 if not.

            Example:
              ekoflow doctor --env staging
            """)

    @OptionGroup var target: NamedTargetOptions

    @OptionGroup var connection: ConnectionOption

    @OptionGroup var colorOption: ColorOption

    var color: ColorChoice { colorOption.color }

    func run(in shell: Shell) async throws(CommandError) -> ExitStatus {
        let environment = try target.loadEnvironment(in: shell)
        let resolver = try await target.loadResolver(for: environment, in: shell)
        let check = EnvironmentCheck(environment, resolver, sandbox: .ofSandbox)
        let transport = CurlTransport(shell, addresses: connection.resolve)
        let findings =
            await check.findings(over: transport, at: shell.services)
            + (LedgerCheck(environment, resolver, shell).finding().map { [$0] } ?? [])
        let styler = shell.styler(for: shell.output)
        for finding in findings {
            let sign = finding.isGood ? styler.apply(.green, to: "✓") : styler.apply(.red, to: "✗")
            shell.output.write("\(sign) \(finding.subject): \(LogText.line(finding.message))\n")
        }
        return findings.allSatisfy(\.isGood) ? .passed : .unfinished
    }
}
