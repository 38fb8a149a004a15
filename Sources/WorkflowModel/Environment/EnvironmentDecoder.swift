import Source
import Times
import YAML

extension Environment {
    static let keys = [
        KeySpec("name", .text, required: true, "the environment's name, the same as the name of its file"),
        KeySpec(
            "base_url", .oneOf([.address, .mapping(addressKeys)]),
            "the address of the API, for example https://staging.eko.in/ekoapi/v3; or { env: NAME } for the address in an environment variable"
        ),
        KeySpec(
            "sandbox", .oneOf([.choice(["embedded"]), .address]),
            "embedded: requests go to a sandbox inside ekoflow, and nobody is texted; or the address of a sandbox that 'ekoflow sandbox' started"
        ),
        KeySpec("initiator_id", .text, required: true, "the registered mobile number of the API user"),
        KeySpec("credentials", .mapping(CredentialReferences.keys), "references to developer_key and access_key"),
        KeySpec(
            "tls", .mapping(TLSSettings.keys), "which CA certificates to trust, and the client certificate to present"),
        KeySpec("timeout", .duration, "the deadline of one request and its response, for example 30s"),
        KeySpec(
            "otp_source", OTPSource.shape,
            "where verify_otp gets its code: prompt asks at the terminal, sandbox reads a local sandbox's inbox, { command: [PROGRAM] } runs a program that prints it"
        ),
        KeySpec("limits", .mapping(limitKeys), "limits for what one run, one day and one month send, move and cost"),
        KeySpec(
            "time_zone", .text,
            "where the days and months of 'limits' begin: UTC, an offset, for example +05:30 (the default), or Asia/Kolkata"
        ),
        KeySpec(
            "ledger", LedgerPlace.shape,
            "where each request that does more than to read is recorded, and counted over days and months: { file: PATH } or { postgres: { env: NAME } }; by default a file of the user, and none for a sandbox"
        ),
        KeySpec(
            "contract", .choice(ContractMode.allCases.map(\.rawValue)),
            "how an undocumented answer counts: as a failure (strict), as a warning (warn, the default) or not at all (off)"
        ),
        KeySpec("recipients", .list(.text), "the only numbers that are ever texted"),
        KeySpec(
            "vars", .open(Variable.shape),
            "variables for all workflows that are run; they override a workflow's variables of the same name. A workflow that another one uses gets its values from 'with'"
        ),
        KeySpec("production", .boolean, "true: a run needs --confirm-production"),
    ]

    static let addressKeys = [
        KeySpec("env", .text, required: true, "the environment variable that holds the address")
    ]

    fileprivate static let limitKeys =
        [
            KeySpec(
                "rate", .text,
                "at most this many calls that text, move money or cost money, per second or minute, for example 5/s or 30/m"
            ),
            KeySpec("max_sends", .positiveInteger, "the most SMS in one run"),
            KeySpec("max_sends_per_recipient", .positiveInteger, "the most SMS to one number in one run"),
            KeySpec("max_transfers", .positiveInteger, "the most calls that move money in one run"),
            KeySpec("max_amount", .positiveInteger, "the most rupees that these calls move together in one run"),
            KeySpec(
                "max_priced", .positiveInteger,
                "the most calls that have a price, besides SMS and transfers, in one run"),
        ] + PeriodBudgets.keys

    /// The keys that say where requests go; exactly one of them is required.
    static let endpointKeys = ["base_url", "sandbox"]

    /// Decodes an environment, with all its problems. `variable` reads an environment variable, for an address. The environment is nil if there are errors.
    package static func decode(
        _ root: YAMLNode?, in file: SourceFile, variable: @escaping @Sendable (String) -> String? = { _ in nil }
    ) -> (environment: Environment?, diagnostics: [Diagnostic]) {
        guard let root, !root.isBlank else { return (nil, [.emptyFile(file, expected: "an environment")]) }
        var context = DecodingContext()
        context.environmentVariable = variable
        let environment = context.environment(root, in: file)
        // A line may hold a real key by mistake under a name like `token` too.
        let diagnostics = context.sortedDiagnostics.hidingCredentials(of: root) { line in
            let text = file.line(line).lowercased()
            return ["key", "secret", "token", "credential", "postgres"].contains { text.contains($0) }
        }
        return (diagnostics.hasErrors ? nil : environment, diagnostics)
    }
}

extension DecodingContext {
    fileprivate mutating func environment(_ root: YAMLNode, in file: SourceFile) -> Environment? {
        guard let mapping = mapping(root, keys: Environment.keys, subject: "an environment") else { return nil }
        outerMappings = [OuterMapping(name: "the environment", keys: Environment.keys, range: root.range)]
        let name = mapping["name"].flatMap { plainText($0) }
        let endpoint = endpoint(mapping)
        let initiatorID = mapping["initiator_id"].flatMap { mobileNumber($0) }
        let credentials = mapping["credentials"].map { self.credentials($0) } ?? CredentialReferences()
        let tls = mapping["tls"].map { self.tls($0) } ?? TLSSettings()
        let timeout = mapping["timeout"].flatMap { duration($0) }
        let variables = mapping["vars"].map { self.variables($0) } ?? []
        let contract = mapping["contract"].flatMap { contractMode($0) }
        let otpSource = mapping["otp_source"].flatMap { self.otpSource($0) }
        var limits = mapping["limits"].map { self.limits($0) } ?? EffectLimits()
        limits.recipients = mapping["recipients"].map { recipients($0) }
        let isProduction = mapping["production"].flatMap { boolean($0) } ?? false
        let timeZone = mapping["time_zone"].flatMap { self.timeZone($0) } ?? Environment.defaultTimeZone
        let ledger = mapping["ledger"].flatMap { self.ledger($0) }
        if endpoint?.isSandbox ?? false, mapping["ledger"] == nil { checkBudgets(mapping["limits"]) }
        if mapping["base_url"] != nil, mapping["sandbox"] == nil { requireCredentials(in: mapping) }
        if case .sandbox? = endpoint, let credentials = mapping["credentials"] {
            report(
                .credentialsOfSandbox, "a sandbox is called with its own keys", at: credentials.key.range,
                help: "remove 'credentials', or write 'base_url' in place of 'sandbox'", hidesSource: true)
        }
        if case .baseURL(let url)? = endpoint {
            if case .sandbox? = otpSource?.value, !url.value.isLoopbackAddress,
                url.value != Environment.unknownAddress, let otpSource
            {
                report(
                    .noInbox, "only a sandbox on this machine has an inbox to read OTPs from", at: otpSource.range,
                    help: "write prompt, to be asked at the terminal")
            }
            requireProductionLimits(
                isProduction || url.value.isProductionAddress, limits, at: name?.range ?? mapping.range)
        }
        if let entry = mapping["tls"], let endpoint {
            checkTLS(entry, tls, of: endpoint, isProduction: isProduction || endpoint.isProductionAddress)
        }
        guard let name, let endpoint, let initiatorID else { return nil }
        return Environment(
            file: file, identity: file.path, name: name, endpoint: endpoint, initiatorID: initiatorID,
            credentials: credentials, tls: tls,
            timeout: timeout ?? Environment.defaultTimeout, contract: contract ?? .warn, otpSource: otpSource,
            limits: limits, timeZone: timeZone, ledger: ledger ?? (endpoint.isSandbox ? nil : .user),
            variables: variables,
            isProduction: isProduction || endpoint.isProductionAddress)
    }

    /// The numbers in the API's format: a number in another format would never equal the number of a send.
    private mutating func recipients(_ entry: YAMLEntry) -> [String] {
        if entry.value.sequence?.isEmpty == true {
            report(
                .wrongType, "'recipients' has no number, so nobody could be texted", at: entry.value.range,
                help: "list the numbers that may be texted")
        }
        return list(entry, of: "mobile numbers").compactMap {
            mobileNumber(YAMLEntry(key: entry.key, value: $0))?.value
        }
    }

    private mutating func mobileNumber(_ entry: YAMLEntry) -> Located<String>? {
        guard let text = plainText(entry) else { return nil }
        if ParameterFormat.digits(count: 10).violation(.string(text.value)) != nil {
            let digits = text.value.filter { $0.isASCII && $0.isNumber }
            report(
                .invalidMobile, "'\(text.value)' is not a mobile number of 10 digits", at: text.range,
                help: text.value.withASCIIDigits.map { "write the digits 0-9: \($0)" }
                    ?? (digits.count >= 10 && digits != text.value
                        ? "write its last 10 digits, and nothing else" : nil))
        }
        return text
    }

    private mutating func requireCredentials(in mapping: DecodedMapping) {
        // A list in place of the mapping has been reported.
        if mapping["credentials"]?.value.sequence != nil { return }
        let given = mapping["credentials"]?.value.mapping?.map(\.key.value) ?? []
        // A key that stands beside 'credentials' has been reported.
        for key in CredentialReferences.keys where !given.contains(key.name) && mapping[key.name] == nil {
            report(.missingKey(key, subject: "'credentials'", at: mapping["credentials"]?.key.range ?? mapping.range))
        }
    }

    private mutating func limits(_ entry: YAMLEntry) -> EffectLimits {
        guard let mapping = mapping(entry.value, keys: Environment.limitKeys, subject: "'limits'") else {
            return EffectLimits()
        }
        return EffectLimits(
            interval: mapping["rate"].flatMap { interval($0) },
            maximum: mapping["max_sends"].flatMap { positiveInteger($0) },
            maximumPerRecipient: mapping["max_sends_per_recipient"].flatMap { positiveInteger($0) },
            maximumTransfers: mapping["max_transfers"].flatMap { positiveInteger($0) },
            maximumAmount: mapping["max_amount"].flatMap { rupees($0) },
            maximumPriced: mapping["max_priced"].flatMap { positiveInteger($0) },
            budgets: budgets(mapping))
    }

    /// A whole number of rupees above 0.
    mutating func rupees(_ entry: YAMLEntry) -> Rupees? {
        positiveInteger(entry).map {
            Rupees(paise: $0.multipliedReportingOverflow(by: 100).overflow ? .max : $0 * 100)
        }
    }

    private mutating func timeZone(_ entry: YAMLEntry) -> TimeZoneOffset? {
        if let zone = entry.value.scalar.flatMap({ TimeZoneOffset($0.text) }) { return zone }
        return reject(
            .wrongKind(
                entry, expected: "UTC, Asia/Kolkata, or an offset from -12:00 to +14:00",
                help: "write the offset from UTC, for example +05:30"))
    }

    /// The time between two sends at a rate such as `5/s`.
    private mutating func interval(_ entry: YAMLEntry) -> Duration? {
        if let interval = entry.value.scalar.flatMap({ EffectLimits.interval(ofRate: $0.text) }) { return interval }
        let count = entry.value.scalar.flatMap { Int($0.text) }
        return reject(
            .wrongKind(entry, expected: "a rate, for example 5/s or 30/m", help: count.map { "write \($0)/s" }))
    }

    private mutating func requireProductionLimits(_ isProduction: Bool, _ limits: EffectLimits, at range: SourceRange) {
        guard isProduction else { return }
        let must = "a production environment must have"
        if limits.maximum == nil { report(.missingProductionLimit, "\(must) 'limits.max_sends'", at: range) }
        if limits.recipients == nil { report(.missingProductionLimit, "\(must) 'recipients'", at: range) }
    }
}
