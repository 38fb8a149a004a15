/// The general categories of Unicode by their short names, as `\p{…}` takes them.
enum GeneralCategory {
    private static let byName: [(name: String, category: Unicode.GeneralCategory)] = [
        ("Lu", .uppercaseLetter), ("Ll", .lowercaseLetter), ("Lt", .titlecaseLetter), ("Lm", .modifierLetter),
        ("Lo", .otherLetter),
        ("Mn", .nonspacingMark), ("Mc", .spacingMark), ("Me", .enclosingMark),
        ("Nd", .decimalNumber), ("Nl", .letterNumber), ("No", .otherNumber),
        ("Pc", .connectorPunctuation), ("Pd", .dashPunctuation), ("Ps", .openPunctuation), ("Pe", .closePunctuation),
        ("Pi", .initialPunctuation), ("Pf", .finalPunctuation), ("Po", .otherPunctuation),
        ("Sm", .mathSymbol), ("Sc", .currencySymbol), ("Sk", .modifierSymbol), ("So", .otherSymbol),
        ("Zs", .spaceSeparator), ("Zl", .lineSeparator), ("Zp", .paragraphSeparator),
        ("Cc", .control), ("Cf", .format), ("Cn", .unassigned), ("Co", .privateUse),
    ]

    /// The categories that a name of one or two letters stands for; nil for other names.
    ///
    /// `Cs` is not a name here: RFC 9485 leaves it out, and no text has a surrogate.
    static func named(_ name: String) -> Set<Unicode.GeneralCategory>? {
        let found = byName.filter { name.utf8.count == 1 ? $0.name.hasPrefix(name) : $0.name == name }
        return found.isEmpty ? nil : Set(found.map(\.category))
    }

    /// All categories except the given ones.
    static func complement(of categories: Set<Unicode.GeneralCategory>) -> Set<Unicode.GeneralCategory> {
        Set(byName.map(\.category)).subtracting(categories)
    }
}
