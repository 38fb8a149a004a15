/// Amounts of money in paise, and their text in rupees, as the API takes and gives it.
enum Rupees {
    /// The paise of a text such as `500` or `500.50`; nil if it is not an amount.
    static func paise(_ text: String) -> Int? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, 1...maximumDigits ~= whole.count, whole.allSatisfy(isDigit),
            let rupees = Int(Substring(whole))
        else { return nil }
        guard parts.count == 2 else { return rupees * 100 }
        let fraction = parts[1]
        guard 1...2 ~= fraction.count, fraction.allSatisfy(isDigit), let value = Int(Substring(fraction)) else {
            return nil
        }
        return rupees * 100 + (fraction.count == 1 ? value * 10 : value)
    }

    /// `500`, or `500.50` if there are paise.
    static func text(paise: Int) -> String {
        let (rupees, rest) = paise.quotientAndRemainder(dividingBy: 100)
        return rest == 0 ? String(rupees) : "\(rupees).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// Enough for any amount, and far from an overflow.
    private static let maximumDigits = 12

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
