import HTTP
import Secrets
import Times
import WorkflowModel

/// Checks what an environment needs. Sends no SMS.
package struct EnvironmentCheck: Sendable {
    private let environment: Environment
    private let resolver: CredentialResolver
    /// The sandbox's own keys.
    private let sandbox: Credentials

    package init(_ environment: Environment, _ resolver: CredentialResolver, sandbox: Credentials) {
        self.environment = environment
        self.resolver = resolver
        self.sandbox = sandbox
    }

    /// What was found, in the order in which it is shown. Sends only what reads.
    package func findings(over transport: some HTTPTransport, at services: RunServices) async -> [Finding] {
        let place = Finding(true, "environment", "\(environment.name.value), \(environment.file.path)")
        return await [place] + credentials() + host(over: transport, at: services) + limits()
    }

    private func credentials() async -> [Finding] {
        var findings: [Finding] = []
        var keys: [Secret] = []
        for (name, key) in await resolver.keys(of: environment, sandbox: sandbox) {
            switch key {
            case .success(let (secret, shape)):
                keys.append(secret)
                findings.append(Finding(true, name, shape?.text ?? "the sandbox's own"))
            case .failure(let problem): findings.append(Finding(false, name, problem.message))
            }
        }
        if keys.count == 2, keys[0] == keys[1] {
            findings.append(Finding(false, "keys", "the developer key and the access key are the same"))
        }
        return findings
    }

    /// Checks the name, the connection, TLS and the clock with one request without keys.
    private func host(over transport: some HTTPTransport, at services: RunServices) async -> [Finding] {
        guard let origin = environment.endpoint.origin else {
            return [Finding(true, "host", "the sandbox starts inside the run")]
        }
        let (tls, problems) = await resolver.tls(environment)
        guard let tls else { return problems.map { Finding(false, "TLS", $0.message) } }
        let request = HTTPRequest(method: "GET", url: origin + "/", headers: [], body: nil, tls: tls)
        let exchange: HTTPExchange
        do {
            exchange = try await transport.send(request, deadline: min(environment.timeout, .seconds(10)))
        } catch {
            return [Finding(false, "host", error.message)]
        }
        let times = exchange.timings
        let phases = [
            "name \(times.nameLookup.shortText)", "connection \((times.connect - times.nameLookup).shortText)",
            origin.hasPrefix("https://") ? "TLS \((times.tls - times.connect).shortText)" : nil,
        ]
        let answer = "\(origin) answers: \(phases.compactMap(\.self).joined(separator: ", "))"
        let unchecked = Finding(false, "TLS", "the certificate of the host is not verified")
        let clock =
            ClockComparison(exchange.response, at: services.now).map {
                Finding(!$0.isOff, "clock", "this machine's is \($0.text) (Date: \($0.date))")
            } ?? Finding(true, "clock", "the host does not tell the time")
        return [Finding(true, "host", answer)] + (tls.checksServer ? [] : [unchecked]) + [clock]
    }

    /// The most in a day and a month, over all runs; nil if there are no such limits.
    private var budgets: String? {
        let budgets = environment.limits.budgets
        guard budgets.areSet else { return nil }
        let told = [
            budgets.sendsPerDay.map { "at most \($0) SMS a day" },
            budgets.sendsPerMonth.map { "at most \($0) SMS a month" },
            budgets.sendsPerRecipientPerDay.map { "at most \($0) SMS a day to one number" },
            budgets.amountPerDay.map { "at most \($0.text) in transfers a day" },
        ].compactMap(\.self).joined(separator: ", ")
        return "\(told), over all runs; days begin in \(environment.timeZone.text)"
    }

    private func limits() -> [Finding] {
        guard !environment.endpoint.isSandbox else {
            return budgets.map { [Finding(true, "budgets", $0)] } ?? []
        }
        let limits = environment.limits
        let recipients = limits.recipients.map { "texts only \(plural($0.count, "number"))" }
        let most = limits.maximum.map { "at most \($0) SMS in one run" }
        let told = [recipients, most].compactMap(\.self).joined(separator: ", ")
        var findings = [
            Finding(
                recipients != nil && most != nil, "limits",
                told.isEmpty
                    ? "none: set 'recipients' and 'limits.max_sends'"
                    : told + (recipients == nil ? "; every number can be texted: set 'recipients'" : "")
                        + (most == nil ? "; no limit: set 'limits.max_sends'" : ""))
        ]
        let money = [
            limits.maximumAmount.map { "at most \($0.text) in transfers" },
            limits.maximumTransfers.map { "at most \(plural($0, "transfer"))" },
            limits.maximumPriced.map { "at most \(plural($0, "priced call"))" },
        ].compactMap(\.self).joined(separator: ", ")
        let unlimited =
            environment.isProduction ? "nothing moves money without 'limits.max_amount'" : "transfers have no limit"
        findings.append(Finding(true, "money", money.isEmpty ? unlimited : money))
        if let told = budgets { findings.append(Finding(true, "budgets", told)) }
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
