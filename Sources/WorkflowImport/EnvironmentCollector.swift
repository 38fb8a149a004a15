/// Collects, from the requests, the environments that they are sent to.
struct EnvironmentCollector {
    private struct Found {
        /// Unique, although two hosts may begin with the same word.
        let name: String
        let address: ServiceAddress
        var initiator: String?
        var recipients: [String] = []
        var knownRecipients: Set<String> = []
    }

    private var found: [Found] = []
    private var indexes: [ServiceAddress: Int] = [:]
    private var names = UniqueNames(separator: "-")

    /// `taken` are names that none of the environments gets.
    init(besides taken: Set<String>) {
        for name in taken.sorted() { _ = names.add(name) }
    }

    mutating func add(_ address: ServiceAddress) {
        if index(of: address) != nil { return }
        indexes[address] = found.count
        found.append(Found(name: names.add(address.environmentName), address: address))
    }

    func name(of address: ServiceAddress) -> String? { index(of: address).map { found[$0].name } }

    /// Whether the number is the environment's own. The first number seen becomes it.
    mutating func isInitiator(_ number: String, at address: ServiceAddress?) -> Bool {
        guard number.isMobileNumber, let index = index(of: address) else { return false }
        if found[index].initiator == nil { found[index].initiator = number }
        return found[index].initiator == number
    }

    mutating func addRecipient(_ number: String, at address: ServiceAddress?) {
        guard number.isMobileNumber, let index = index(of: address),
            found[index].knownRecipients.insert(number).inserted
        else { return }
        found[index].recipients.append(number)
    }

    private func index(of address: ServiceAddress?) -> Int? {
        address.flatMap { indexes[$0] }
    }

    /// The environments' files, and remarks about what to add to them by hand.
    func environments(from source: String) -> [ImportedEnvironment] {
        found.map { item in
            ImportedEnvironment(
                name: item.name, text: text(item, source: source), baseURL: item.address.baseURL,
                initiatorID: item.initiator,
                remarks: (item.address.isOfOthers
                    ? ["its host is not Eko's, and requests to it are signed: give this environment no key of Eko"]
                    : [])
                    + (item.initiator == nil
                        ? ["no initiator_id was found: put the registered number of your API user into it"] : [])
                    + (item.recipients.isEmpty
                        ? ["no number to text was found: list the numbers of your test phones in 'recipients'"] : []))
        }
    }

    private func text(_ item: Found, source: String) -> String {
        let name = item.name
        let isProduction = item.address.isProduction
        let prefix = "EKO_\(variableName(name).uppercased())"
        let recipients =
            item.recipients.isEmpty
            ? "# recipients: [\"9002336768\"]"
            : "recipients: [\(item.recipients.map { "\"\($0)\"" }.joined(separator: ", "))]"
        let money =
            isProduction
            ? "  # max_amount: 100   # rupees in one run; without it, nothing can move money"
            : "  max_transfers: 5\n  max_amount: 1000   # rupees in one run\n  max_priced: 50"
        return """
            # yaml-language-server: $schema=../schemas/environment.json
            # From \(source). Keys are not copied: set the two variables.
            name: \(name)
            \(isProduction ? "production: true\n" : "")base_url: \(yamlText(item.address.baseURL))
            initiator_id: "\(item.initiator ?? "0000000000")"
            credentials:
              developer_key: { env: \(prefix)_DEVELOPER_KEY }
              access_key: { env: \(prefix)_ACCESS_KEY }
            otp_source: prompt
            limits:
              rate: \(isProduction ? "1/s" : "5/s")
              max_sends: \(isProduction ? 2 : 20)
              max_sends_per_recipient: \(isProduction ? 1 : 3)
            \(money)
            \(recipients)   # no other number is ever texted

            """
    }
}

extension String {
    fileprivate var isMobileNumber: Bool { utf8.count == 10 && utf8.allSatisfy { (48...57).contains($0) } }
}
