import ArgumentParser
import EkoSandbox
import Times
import WorkflowEngine

struct SandboxCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Starts the sandbox: a server that answers like the API and texts nobody.",
        usage: "ekoflow sandbox [<options>]",
        discussion: """
            It answers as the documentation of the API says, and misbehaves on demand. Its page shows how. It prints the environment \
            file to use, and runs until it is stopped.

            Examples:
              ekoflow sandbox                  # its page: http://127.0.0.1:7357/_sandbox/
              ekoflow sandbox --environment environments/local.yml    # for --env local
              ekoflow sandbox --port 0 --seed 1 --log
              ekoflow sandbox --sms-template '{#var#} is your code. - ACME'
            """)

    @Option(help: ArgumentHelp("The port to listen on. 0: a free port.", valueName: "port"))
    var port: UInt16 = 7357

    @Option(
        help: ArgumentHelp(
            "The address to listen on. 0.0.0.0 lets other machines in. They can open the sandbox's page and inbox by IP address, or by a name that has no dot, is in .local or .internal, or is the machine's own.",
            valueName: "address"))
    var host = "127.0.0.1"

    @Option(
        help: ArgumentHelp(
            "Make the same OTPs and tokens each time. A different seed gives different ones.", valueName: "number"))
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Write the environment file here. Only a file of an earlier sandbox is replaced.", valueName: "path"))
    var environment: String?

    @Flag(help: "Write a line for each call of the API to stderr.")
    var log = false

    @Option(
        name: .customLong("initiator-id"), parsing: .singleValue,
        help: ArgumentHelp(
            "A registered user of the API; 9962981729 if left out. Can be given several times.",
            valueName: "number"))
    var initiators: [String] = []

    @Option(help: ArgumentHelp("The sender of the SMS.", valueName: "name"))
    var senderID = SMSTemplate.defaultSender

    @Option(
        help: ArgumentHelp(
            "The text of the SMS, with \(SMSTemplate.variable) for the OTP.", valueName: "text"))
    var smsTemplate: String?

    private var address: ListenAddress? { ListenAddress(host) }

    func validate() throws {
        if address == nil {
            throw ValidationError("--host '\(host)': expected an address, for example 127.0.0.1, ::1 or 0.0.0.0")
        }
        for initiator in initiators where initiator.utf8.count != 10 || !initiator.utf8.allSatisfy(isDigit) {
            throw ValidationError("--initiator-id '\(initiator)': expected a mobile number of 10 digits")
        }
        if let smsTemplate, SMSTemplate(sender: senderID, text: smsTemplate) == nil {
            throw ValidationError("--sms-template must contain \(SMSTemplate.variable) exactly once, for the OTP")
        }
        if let environment,
            Workspace.environmentName(ofFile: environment).map({ $0.isEmpty || $0.contains { "\"\\\n".contains($0) } })
                ?? true
        {
            throw ValidationError(
                "--environment '\(environment)': expected a file, for example environments/local.yml")
        }
    }

    func run(in shell: Shell) async throws(CommandError) -> ExitStatus {
        // Each connection needs a file descriptor.
        raiseOpenFileLimit()
        let sandbox: SandboxServer
        do {
            sandbox = try await .start(configuration(shell), host: host, port: port)
        } catch {
            throw CommandError(
                .unfinished,
                [
                    .sandboxUnavailable(
                        "the sandbox cannot listen on \(host), port \(port): \(error)",
                        help: port == 0 ? nil : "--port 0 takes a free port")
                ])
        }
        let file = SandboxEnvironmentFile(
            name: environment.flatMap(Workspace.environmentName) ?? "local", origin: origin(sandbox.port),
            initiator: initiatorIDs[0])
        let stop = AsyncStream<Void>.makeStream()
        Interruption().watch { stop.continuation.finish() }
        try announce(file, in: shell)
        for await _ in stop.stream {}
        await sandbox.stop()
        return .passed
    }

    private func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    private var initiatorIDs: [String] { initiators.isEmpty ? ["9962981729"] : initiators }

    private func configuration(_ shell: Shell) -> SandboxConfiguration {
        let template = smsTemplate.flatMap { SMSTemplate(sender: senderID, text: $0) } ?? SMSTemplate(sender: senderID)
        var configuration = SandboxConfiguration.withFixedKeys(
            initiators: Set(initiatorIDs), sms: template, clock: { shell.services.now.milliseconds })
        if let seed { configuration.random = SandboxConfiguration.numbers(seed: seed) }
        if log { configuration.onCall = { shell.errors.write($0.logLine) } }
        return configuration
    }

    /// The sandbox's origin for a client on this machine.
    private func origin(_ port: UInt16) -> String {
        let name = host == "localhost" ? host : address?.forClients ?? host
        return name.contains(":") ? "http://[\(name)]:\(port)" : "http://\(name):\(port)"
    }

    private func announce(_ file: SandboxEnvironmentFile, in shell: Shell) throws(CommandError) {
        if let environment {
            do throws(FileError) {
                try file.write(to: environment)
            } catch {
                throw .invalidInput(.unwritable(environment, error))
            }
        }
        shell.output.write(file.text)
        if let error = shell.output.error {
            throw CommandError(.unfinished, [.unwritable("the environment file", error)])
        }
        if let address, !address.isLoopback {
            shell.show([
                .warning(
                    .sandboxExposed,
                    "other machines can reach the sandbox at \(host), and see its OTPs and numbers", at: nil)
            ])
        }
        shell.errors.write("the sandbox is ready: \(file.origin)/_sandbox/ (Ctrl-C stops it)\n")
    }
}
