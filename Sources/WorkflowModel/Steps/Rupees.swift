import JSON

/// An amount of money, in paise.
package struct Rupees: Sendable, Hashable, Comparable {
    package let paise: Int

    package init(paise: Int) {
        self.paise = paise
    }

    /// The amount of a number, or of a text that is one; nil if it is not above 0. A part of a paisa counts as a whole one.
    package init?(_ value: JSONValue) {
        let number: JSONNumber
        switch value {
        case .number(let own): number = own
        case .string(let text):
            guard !text.isEmpty, case .number(let own)? = try? parseJSON(Array(text.utf8)) else { return nil }
            number = own
        case .null, .bool, .array, .object: return nil
        }
        let paise = (number.double * 100 - 1e-6).rounded(.up)
        guard paise > 0 else { return nil }
        self.paise = paise < 1e15 ? Int(paise) : Self.most.paise
    }

    /// More than anybody has.
    private static let most = Rupees(paise: 1_000_000_000_000_000)

    /// For people: `₹5000` or `₹0.15`.
    package var text: String { "₹" + digits }

    /// As a decimal number: `5000` or `0.15`.
    package var digits: String {
        let rest = paise % 100
        return "\(paise / 100)" + (rest == 0 ? "" : rest < 10 ? ".0\(rest)" : ".\(rest)")
    }

    /// The sum, which does not overflow.
    package static func + (left: Rupees, right: Rupees) -> Rupees {
        Rupees(paise: min(left.paise, most.paise) + min(right.paise, most.paise))
    }

    package static func < (left: Rupees, right: Rupees) -> Bool { left.paise < right.paise }
}
