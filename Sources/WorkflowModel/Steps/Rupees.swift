import JSON

/// An amount of money, in paise.
package struct Rupees: Sendable, Hashable, Comparable {
    package let paise: Int

    package init(paise: Int) {
        self.paise = paise
    }

    /// The amount of a number, or of a text that is one: digits, and at most two decimals. Nil for anything else, because servers
    /// read the rest differently: for one, `5e3` is 5, for another 5000. Nil also for 0.
    package init?(_ value: JSONValue) {
        let text: String
        switch value {
        case .number(let number): text = number.text
        case .string(let own): text = own
        case .null, .bool, .array, .object: return nil
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isDigit) }),
            parts[0] == "0" || parts[0].first != "0", parts.count == 1 || parts[1].utf8.count <= 2
        else { return nil }
        let decimals = parts.count == 1 ? "00" : parts[1].utf8.count == 1 ? parts[1] + "0" : String(parts[1])
        let paise = Int(parts[0] + decimals) ?? Self.most.paise
        guard paise > 0 else { return nil }
        self.paise = min(paise, Self.most.paise)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

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
