/// The general categories of Unicode by their names, as `\p{…}` takes them.
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

    /// The same by the long names that ECMA-262 allows: `\p{Letter}`, `\p{gc=Letter}` and `\p{General_Category=L}`.
    static func named(inExtendedDialect name: String) -> Set<Unicode.GeneralCategory>? {
        var value = name
        for prefix in ["General_Category=", "gc="] where name.hasPrefix(prefix) {
            value = String(name.dropFirst(prefix.count))
        }
        return named(shortNames[value] ?? value)
    }

    private static let shortNames = [
        "Letter": "L", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll", "Titlecase_Letter": "Lt",
        "Modifier_Letter": "Lm", "Other_Letter": "Lo",
        "Mark": "M", "Combining_Mark": "M", "Nonspacing_Mark": "Mn", "Spacing_Mark": "Mc", "Enclosing_Mark": "Me",
        "Number": "N", "Decimal_Number": "Nd", "digit": "Nd", "Letter_Number": "Nl", "Other_Number": "No",
        "Punctuation": "P", "punct": "P", "Connector_Punctuation": "Pc", "Dash_Punctuation": "Pd",
        "Open_Punctuation": "Ps", "Close_Punctuation": "Pe", "Initial_Punctuation": "Pi", "Final_Punctuation": "Pf",
        "Other_Punctuation": "Po",
        "Symbol": "S", "Math_Symbol": "Sm", "Currency_Symbol": "Sc", "Modifier_Symbol": "Sk", "Other_Symbol": "So",
        "Separator": "Z", "Space_Separator": "Zs", "Line_Separator": "Zl", "Paragraph_Separator": "Zp",
        "Other": "C", "Control": "Cc", "cntrl": "Cc", "Format": "Cf", "Unassigned": "Cn", "Private_Use": "Co",
    ]

    /// All categories except the given ones.
    static func complement(of categories: Set<Unicode.GeneralCategory>) -> Set<Unicode.GeneralCategory> {
        Set(byName.map(\.category)).subtracting(categories)
    }
}
