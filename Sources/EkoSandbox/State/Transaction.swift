/// What a call did, as an inquiry for it answers.
struct Transaction: Sendable {
    /// Its `tid`.
    let number: String
    /// The name of the operation that made it.
    let operation: String
    /// The number of the person that it is about, if the call named one.
    let customer: String?
    /// In paise; 0 if no money moved.
    let amount: Int
    /// Whether the money comes from the account's balance.
    let isPaidFromBalance: Bool
    /// In milliseconds since 1970.
    let time: Int64
    /// Its `tx_status`.
    var status = 0
    /// The values of `client_ref_id` under which it is known.
    var references: [String] = []

    static let success = 0
    static let failed = 1
    static let refunded = 4
    /// The documented values of `tx_status`.
    static let statuses = 0...6

    /// What the account has paid for it: nothing after a failure or a refund.
    var paid: Int {
        isPaidFromBalance && status != Self.failed && status != Self.refunded ? amount : 0
    }
}
