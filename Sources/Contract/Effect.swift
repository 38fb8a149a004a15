/// What an operation does besides answering.
package enum Effect: Sendable {
    /// Only reads.
    case reads
    /// Changes something, such as a customer's data.
    case changes
    /// Costs money, by the API's price list.
    case priced
    /// Texts a person.
    case texts(Person)
    /// Moves money.
    case movesMoney(Amount)

    /// Whom an operation texts.
    package enum Person: Sendable {
        /// The person whose number is in the parameter, in the path or in the body.
        case parameter(String)
        /// The customer of a transaction, whose number the request does not name.
        case customerOfTransaction
    }

    /// How much an operation moves.
    package enum Amount: Sendable {
        /// The rupees in the parameter.
        case parameter(String)
        /// This many paise.
        case fixed(Int)
        /// This many paise for each element of the list in the parameter.
        case each(Int, of: String)
        /// The request does not say it.
        case unknown
    }

    package var kinds: EffectKinds {
        switch self {
        case .reads: []
        case .changes: .changes
        case .priced: .priced
        case .texts: .texts
        case .movesMoney: .movesMoney
        }
    }
}

/// The kinds of effects that a request has; empty if it only reads.
package struct EffectKinds: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let changes = EffectKinds(rawValue: 1)
    package static let priced = EffectKinds(rawValue: 2)
    package static let texts = EffectKinds(rawValue: 4)
    package static let movesMoney = EffectKinds(rawValue: 8)

    /// Each kind by the word for it in workflows and reports, from the lightest to the gravest. Reading has none of them.
    package static let words: [(word: String, kinds: EffectKinds)] = [
        ("reads", []), ("changes", .changes), ("priced", .priced), ("texts", .texts), ("moves_money", .movesMoney),
    ]

    package init?(word: String) {
        guard let kinds = Self.words.first(where: { $0.word == word })?.kinds else { return nil }
        self = kinds
    }

    package var onlyReads: Bool { isEmpty }

    /// The words for the kinds; `reads` if there are none.
    package var words: [String] {
        isEmpty ? ["reads"] : Self.words.filter { !$0.kinds.isEmpty && contains($0.kinds) }.map(\.word)
    }

    /// What its gravest kind does, as a verb: `text a person`.
    package var verb: String {
        if contains(.movesMoney) { return "move money" }
        if contains(.texts) { return "text a person" }
        return contains(.priced) ? "cost money" : contains(.changes) ? "change something" : "read"
    }

    /// How grave its gravest kind is. A text and a transfer are equally grave: each reaches a real person.
    package var gravity: Int {
        if contains(.movesMoney) || contains(.texts) { return 3 }
        return contains(.priced) ? 2 : contains(.changes) ? 1 : 0
    }
}
