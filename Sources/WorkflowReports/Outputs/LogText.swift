/// Text of somebody else for a terminal or the log of a CI engine: nobody knows which of them reads the output.
package enum LogText {
    /// One line: line breaks become symbols too.
    package static func line(_ text: String) -> String {
        CICommands.neutralize(InvisibleCharacters.replacing(in: text, with: InvisibleCharacters.symbol))
    }

    /// One or more lines.
    package static func lines(_ text: String) -> String {
        CICommands.neutralize(
            InvisibleCharacters.replacing(in: text, except: ["\n", "\t"], with: InvisibleCharacters.symbol))
    }
}

extension String {
    /// Shows invisible characters as symbols, but leaves the commands of CI systems: for a part of a line that is drawn later.
    var withVisibleControls: String {
        InvisibleCharacters.replacing(in: self, with: InvisibleCharacters.symbol)
    }
}
