extension Operation {
    /// Every documented operation, the OTP operations first.
    package static let all =
        otp + moneyTransfers + aeps + billPayments + collections + transactions + levin + digiKhata + accounts + banks
        + identity

    /// The look-up of a transaction, by its number or by the `client_ref_id` of its request.
    package static let transaction = transactions[0]

    /// Nil if no operation is called so.
    package static func named(_ name: String) -> Operation? { byName[name] }

    /// Whether it is of the mobile-OTP flow. Its documentation lists all members of its answers; that of the others has
    /// examples.
    package var isOfOTP: Bool { Self.otp.contains { $0 === self } }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}
