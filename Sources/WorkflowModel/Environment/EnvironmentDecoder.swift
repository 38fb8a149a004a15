import YAMLSource

extension Environment {
    static let keys = [
        KeySpec("name", .text, required: true, "the environment's name, the same as its file's"),
        KeySpec("base_url", .text, "where the API is, such as https://staging.eko.in/ekoapi/v3"),
        KeySpec(
            "sandbox", .choice(["embedded"]), "embedded: requests go to a sandbox inside ekoflow, nobody is texted"),
        KeySpec("initiator_id", .text, required: true, "the registered mobile number of the API user"),
        KeySpec("credentials", .mapping(CredentialReferences.keys), "references to developer_key and access_key"),
        KeySpec("timeout", .duration, "the deadline of one exchange, such as 30s"),
        KeySpec(
            "otp_source", .choice(OTPSource.names),
            "where verify_otp takes its code: prompt asks at the terminal, sandbox reads a local sandbox's inbox"),
        KeySpec("limits", .mapping(limitKeys), "what bounds the sends of one run"),
        KeySpec("recipients", .list(.text), "the only numbers that are ever texted"),
        KeySpec("production", .boolean, "true: a run needs --confirm-production"),
    ]

    fileprivate static let limitKeys = [
        KeySpec("rate", .text, "sends per second or minute at most, such as 5/s or 30/m"),
        KeySpec("max_sends", .positiveInteger, "SMS in one run at most"),
        KeySpec("max_sends_per_recipient", .positiveInteger, "SMS to one number in one run at most"),
    ]

    /// Exactly one of them says where requests go.
    static let endpointKeys = ["base_url", "sandbox"]

    package static func decode(
        _ root: YAMLNode?, in file: SourceFile
    ) -> (environment: Environment?, diagnostics: [Diagnostic]) {
        guard let root, !root.isBlank else { return (nil, [.emptyFile(file, expected: "an environment")]) }
        var context = DecodingContext()
        let environment = context.environment(root, in: file)
        let diagnostics = context.sortedDiagnostics.map { $0.mayShowCredential(of: root) ? $0.hidingSource : $0 }
        return (diagnostics.hasErrors ? nil : environment, diagnostics)
    }
}

extension DecodingContext {
    fileprivate mutating func environment(_ root: YAMLNode, in file: SourceFile) -> Environment? {
        guard let mapping = mapping(root, keys: Environment.keys, subject: "an environment") else { return nil }
        let name = mapping["name"].flatMap { plainText($0) }
        let endpoint = endpoint(mapping)
        let initiatorID = mapping["initiator_id"].flatMap { mobileNumber($0) }
        let credentials = mapping["credentials"].map { self.credentials($0) } ?? CredentialReferences()
        let timeout = mapping["timeout"].flatMap { duration($0) }
        let otpSource = mapping["otp_source"].flatMap { entry in
            choice(entry, of: OTPSource.names).flatMap(OTPSource.init).map { Located($0, at: entry.value.range) }
        }
        var limits = mapping["limits"].map { self.limits($0) } ?? SendLimits()
        limits.recipients = mapping["recipients"].map { recipients($0) }
        let isProduction = mapping["production"].flatMap { boolean($0) } ?? false
        if mapping["base_url"] != nil, mapping["sandbox"] == nil { requireCredentials(in: mapping) }
        if case .baseURL(let url)? = endpoint {
            if case .sandbox? = otpSource?.value, !url.value.isLoopback, let otpSource {
                report(.noInbox(at: otpSource.range))
            }
            requireProductionLimits(
                isProduction || url.value.isProductionAddress, limits, at: name?.range ?? mapping.range)
        }
        guard let name, let endpoint, let initiatorID else { return nil }
        return Environment(
            file: file, name: name, endpoint: endpoint, initiatorID: initiatorID, credentials: credentials,
            timeout: timeout ?? Environment.defaultTimeout, otpSource: otpSource, limits: limits,
            isProduction: isProduction || endpoint.isProductionAddress)
    }

    /// The numbers as the API takes them: one that is spelt otherwise would never be equal to that of a send.
    private mutating func recipients(_ entry: YAMLEntry) -> [String] {
        list(entry, of: "mobile numbers").compactMap { mobileNumber(YAMLEntry(key: entry.key, value: $0))?.value }
    }

    private mutating func mobileNumber(_ entry: YAMLEntry) -> Located<String>? {
        guard let text = plainText(entry) else { return nil }
        if ParameterFormat.digits(count: 10).violation(.string(text.value)) != nil { report(.notAMobileNumber(text)) }
        return text
    }

    private mutating func endpoint(_ mapping: DecodedMapping) -> Environment.Endpoint? {
        switch (mapping["base_url"], mapping["sandbox"]) {
        case (let url?, nil): return plainText(url).flatMap { baseURL($0) }.map { .baseURL($0) }
        case (nil, let sandbox?):
            if sandbox.value.scalar?.text == "embedded" { return .embeddedSandbox }
            report(.notAChoice(sandbox, of: ["embedded"]))
            return nil
        case (_?, let sandbox?):
            report(.twoEndpoints(at: sandbox.key.range))
            return nil
        case (nil, nil):
            report(.noEndpoint(at: mapping.range))
            return nil
        }
    }

    /// Keeps the URL without a slash at its end.
    private mutating func baseURL(_ url: Located<String>) -> Located<String>? {
        let rest = ["https://", "http://"].first(where: url.value.hasPrefix).map { url.value.dropFirst($0.count) }
        guard let rest, let first = rest.first, first != "/",
            !rest.contains(where: { "?#@%\\\"<>^`{|}".contains($0) || $0.isWhitespace }),
            rest.utf8.allSatisfy({ 0x20..<0x7F ~= $0 })
        else {
            report(.invalidBaseURL(url))
            return nil
        }
        // The guards look for the endpoint that texts people in the path of a request: it must stand there whole.
        if rest.split(separator: "/").dropFirst().last?.lowercased() == "mobile" {
            report(.baseURLTooLong(url))
            return nil
        }
        if url.value.hasPrefix("http://"), !rest.isLoopback {
            report(.plainHTTP(url))
            return nil
        }
        return url.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    }

    private mutating func requireCredentials(in mapping: DecodedMapping) {
        let given = mapping["credentials"]?.value.mapping?.map(\.key.value) ?? []
        for key in CredentialReferences.keys where !given.contains(key.name) {
            report(.missingKey(key, subject: "'credentials'", at: mapping["credentials"]?.key.range ?? mapping.range))
        }
    }

    private mutating func limits(_ entry: YAMLEntry) -> SendLimits {
        guard let mapping = mapping(entry.value, keys: Environment.limitKeys, subject: "'limits'") else {
            return SendLimits()
        }
        return SendLimits(
            interval: mapping["rate"].flatMap { interval($0) },
            maximum: mapping["max_sends"].flatMap { positiveInteger($0) },
            maximumPerRecipient: mapping["max_sends_per_recipient"].flatMap { positiveInteger($0) })
    }

    /// The time between two sends at a rate such as `5/s`.
    private mutating func interval(_ entry: YAMLEntry) -> Duration? {
        if let parts = entry.value.scalar?.text.split(separator: "/"), parts.count == 2, let count = Int(parts[0]),
            count > 0,
            let unit = ["s": Duration.seconds(1), "m": .seconds(60)][parts[1]]
        {
            return unit / count
        }
        let count = entry.value.scalar.flatMap { Int($0.text) }
        report(
            .wrongKind(
                entry.value, key: entry.key, expected: "a rate such as 5/s or 30/m",
                suggestion: count.map { "write \($0)/s" }))
        return nil
    }

    private mutating func requireProductionLimits(_ isProduction: Bool, _ limits: SendLimits, at range: SourceRange) {
        guard isProduction else { return }
        if limits.maximum == nil { report(.missingProductionLimit("limits.max_sends", at: range)) }
        if limits.recipients == nil { report(.missingProductionLimit("recipients", at: range)) }
    }
}

extension Environment.Endpoint {
    fileprivate var isProductionAddress: Bool {
        if case .baseURL(let url) = self { url.value.isProductionAddress } else { false }
    }
}

extension Diagnostic {
    /// True where a line in question may hold a key that should not be there: in `credentials`, or under a name like it.
    fileprivate func mayShowCredential(of root: YAMLNode) -> Bool {
        concernsCredentials(of: root)
            || blamedLines.contains { line in
                let text = root.range.file.line(line).lowercased()
                return ["key", "secret", "token", "credential"].contains { text.contains($0) }
            }
    }
}

extension StringProtocol {
    /// The host of a URL, or of what follows its scheme, in lower case and without its port.
    private var host: String {
        let rest = lowercased().replacing("https://", with: "").replacing("http://", with: "")
        if rest.hasPrefix("[") { return String(rest.prefix { $0 != "]" }) + "]" }
        return String(rest.prefix { $0 != "/" && $0 != ":" })
    }

    /// The vendor's production host is production whatever the file says.
    fileprivate var isProductionAddress: Bool { host == "api.eko.in" || host == "api.eko.in." }

    fileprivate var isLoopback: Bool { ["127.0.0.1", "localhost", "[::1]"].contains(host) }
}

extension Diagnostic {
    fileprivate static func twoEndpoints(at range: SourceRange) -> Diagnostic {
        .error(
            "two_endpoints", "an environment has 'base_url' or 'sandbox', not both", at: range,
            suggestion: "remove one of them")
    }

    fileprivate static func noEndpoint(at range: SourceRange) -> Diagnostic {
        .error(
            "missing_key", "the key 'base_url' is missing in an environment",
            at: SourceRange(file: range.file, at: range.start),
            suggestion: "base_url: where the API is, such as https://staging.eko.in/ekoapi/v3; or sandbox: embedded")
    }

    fileprivate static func invalidBaseURL(_ url: Located<String>) -> Diagnostic {
        .error(
            "invalid_url", "'\(url.value)' is not the address of an API", at: url.range,
            suggestion: "it looks like https://staging.eko.in/ekoapi/v3")
    }

    fileprivate static func baseURLTooLong(_ url: Located<String>) -> Diagnostic {
        .error(
            "invalid_url", "a part of the endpoints' paths is in this address", at: url.range,
            suggestion: "end it after the version, such as https://staging.eko.in/ekoapi/v3")
    }

    fileprivate static func plainHTTP(_ url: Located<String>) -> Diagnostic {
        .error(
            "plain_http", "requests would be sent without encryption, and with them your keys", at: url.range,
            suggestion: "write https://; http:// is for this machine only")
    }

    fileprivate static func noInbox(at range: SourceRange) -> Diagnostic {
        .error(
            "no_inbox", "only a sandbox on this machine has an inbox to read OTPs from", at: range,
            suggestion: "write prompt, to be asked at the terminal")
    }

    fileprivate static func notAMobileNumber(_ text: Located<String>) -> Diagnostic {
        let digits = text.value.filter { $0.isASCII && $0.isNumber }
        return .error(
            "invalid_mobile", "'\(text.value)' is not a mobile number of 10 digits", at: text.range,
            suggestion: digits.count >= 10 && digits != text.value ? "write \(digits.suffix(10))" : nil)
    }

    fileprivate static func missingProductionLimit(_ key: String, at range: SourceRange) -> Diagnostic {
        .error("missing_production_limit", "a production environment must have '\(key)'", at: range)
    }
}
