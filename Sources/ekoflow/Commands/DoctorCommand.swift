import ArgumentParser
import CurlTransport
import EkoSandbox
import HTTP
import Secrets
import Times
import WorkflowEngine
import WorkflowModel
import WorkflowReports

struct DoctorCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks what an environment needs: keys, name and TLS of the host, the clock. Sends no SMS.",
        discussion: """
            Of a key only its shape is shown, never the key. One request goes to the host's root, without a key. The exit code is 0 \
            where everything is in order, else 3.

            Example:
              ekoflow doctor --env staging
            """)

    @OptionGroup var target: NamedTargetOptions

    func run(in shell: Shell) async throws(CommandError) -> ExitStatus {
        let environment = try target.loadEnvironment(in: shell)
        let resolver = try await target.loadResolver(in: shell)
        var findings = [Finding(true, "environment", "\(environment.name.value), \(environment.file.path)")]
        findings += await credentials(of: environment, resolver)
        findings += await host(of: environment, resolver, at: shell.services)
        findings += limits(of: environment)
        shell.output.write(findings.map { $0.text(shell.styler(for: shell.output)) }.joined())
        return findings.allSatisfy(\.isGood) ? .passed : .unfinished
    }

    private struct Finding {
        let isGood: Bool
        let subject: String
        let message: String

        init(_ isGood: Bool, _ subject: String, _ message: String) {
            self.isGood = isGood
            self.subject = subject
            self.message = message
        }

        func text(_ styler: TextStyler) -> String {
            let sign = isGood ? styler.apply(.green, to: "✓") : styler.apply(.red, to: "✗")
            return "\(sign) \(subject): \(message.withVisibleControls)\n"
        }
    }

    private func credentials(of environment: Environment, _ resolver: CredentialResolver) async -> [Finding] {
        var findings: [Finding] = []
        var keys: [Secret] = []
        for credential in NamedCredential.all(of: environment) {
            do {
                let (secret, shape) = try await credential.inspect(in: environment, with: resolver)
                keys.append(secret)
                findings.append(Finding(true, credential.name, shape?.text ?? "the sandbox's own"))
            } catch {
                findings.append(Finding(false, credential.name, error.message))
            }
        }
        if keys.count == 2, keys[0] == keys[1] {
            findings.append(Finding(false, "keys", "the developer key and the access key are the same"))
        }
        return findings
    }

    /// Checks the name, the connection, TLS and the clock with one request without keys.
    private func host(of environment: Environment, _ resolver: CredentialResolver, at services: RunServices) async
        -> [Finding]
    {
        guard let origin = environment.endpoint.origin else {
            return [Finding(true, "host", "the sandbox starts inside the run")]
        }
        let (tls, problems) = await resolver.tls(environment)
        guard let tls else { return problems.map { Finding(false, "TLS", $0.message) } }
        let request = HTTPRequest(method: "GET", url: origin + "/", headers: [], body: nil, tls: tls)
        do {
            let transport = CurlTransport(userAgent: "ekoflow/\(ekoflowVersion)")
            let exchange = try await transport.send(request, deadline: min(environment.timeout, .seconds(10)))
            let times = exchange.timings
            let isEncrypted = origin.hasPrefix("https://")
            var findings = [
                Finding(
                    true, "host",
                    "\(origin) answers: name \(times.nameLookup.shortText), connection \((times.connect - times.nameLookup).shortText)"
                        + (isEncrypted ? ", TLS \((times.tls - times.connect).shortText)" : ""))
            ]
            if !tls.checksServer {
                findings.append(Finding(false, "TLS", "the certificate of the host is not checked"))
            }
            if let clock = ClockComparison(exchange.response, at: services.now) {
                findings.append(Finding(!clock.isOff, "clock", "this machine's is \(clock.text) (Date: \(clock.date))"))
            } else {
                findings.append(Finding(true, "clock", "the host does not tell the time"))
            }
            return findings
        } catch {
            return [Finding(false, "host", error.message)]
        }
    }

    private func limits(of environment: Environment) -> [Finding] {
        guard !environment.endpoint.isSandbox else { return [] }
        let limits = environment.limits
        let recipients = limits.recipients.map { "texts only \($0.count == 1 ? "1 number" : "\($0.count) numbers")" }
        let most = limits.maximum.map { "at most \($0) SMS in one run" }
        let told = [recipients, most].compactMap(\.self).joined(separator: ", ")
        var findings = [
            Finding(
                recipients != nil && most != nil, "limits",
                told.isEmpty
                    ? "none: set 'recipients' and 'limits.max_sends'"
                    : told + (recipients == nil ? "; any number can be texted: set 'recipients'" : "")
                        + (most == nil ? "; without a bound: set 'limits.max_sends'" : ""))
        ]
        if environment.isProduction {
            findings.append(Finding(true, "production", "a run needs --confirm-production \(environment.name.value)"))
        }
        return findings
    }
}

extension Environment.Endpoint {
    /// The scheme, host and port; nil for an embedded sandbox, which has none yet.
    fileprivate var origin: String? {
        switch self {
        case .embeddedSandbox: nil
        case .sandbox(let address): address.value.origin
        case .baseURL(let base): base.value.origin
        }
    }
}
