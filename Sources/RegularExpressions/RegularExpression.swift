/// A regular expression that matches in time linear in the text, and gives up if even that is too long. No pattern
/// and no text can make it hang.
package struct RegularExpression: Sendable {
    /// Which patterns are allowed, and what they mean.
    package enum Dialect: Sendable {
        /// I-Regexp of RFC 9485, and nothing more.
        case iRegexp
        /// The common syntax of PCRE and JavaScript, without anything that needs backtracking.
        case extended
    }

    /// The pattern as written.
    package let text: String
    private let program: Program

    /// `marksGroup` if `firstGroup` will be asked for: a group that is repeated costs more then.
    package init(_ text: String, dialect: Dialect, marksGroup: Bool = false) throws(RegularExpressionError) {
        var parser = PatternParser(text, dialect: dialect)
        let pattern = try parser.parsePattern()
        self.text = text
        program = try Program(
            pattern, classes: parser.classes, ignoresCase: parser.ignoresCase, hasGroup: marksGroup && parser.hasGroup)
    }

    /// How many steps are followed before matching gives up: about two seconds of work.
    package static let defaultMaximumWork = WorkBudget.defaultSize

    /// Whether the pattern matches the whole text.
    package func matchesWhole(
        _ text: String, maximumWork: Int = defaultMaximumWork
    ) throws(RegularExpressionError) -> Bool {
        try accepts(text, .wholeText, maximumWork)
    }

    /// Whether the pattern matches some part of the text, even an empty part.
    package func isFound(
        in text: String, maximumWork: Int = defaultMaximumWork
    ) throws(RegularExpressionError) -> Bool {
        try accepts(text, .anyPart, maximumWork)
    }

    /// What the first group matched in the leftmost match, or the whole match if the pattern has no group; nil if
    /// nothing matches.
    package func firstGroup(
        in text: String, maximumWork: Int = defaultMaximumWork
    ) throws(RegularExpressionError) -> String? {
        var search = GroupSearch(program, maximumWork: maximumWork)
        guard let found = search.find(in: text) else { throw .tooMuchWork(self.text) }
        return found
    }

    private func accepts(
        _ text: String, _ scope: Simulation.Scope, _ maximumWork: Int
    ) throws(RegularExpressionError) -> Bool {
        var simulation = Simulation(program, scope: scope, maximumWork: maximumWork)
        guard let isAccepted = simulation.accepts(text) else { throw .tooMuchWork(self.text) }
        return isAccepted
    }
}

/// Why a pattern is not a regular expression of its dialect, or gave no answer for a text.
package struct RegularExpressionError: Error, Sendable, Equatable {
    /// What is wrong, and what to write instead if that helps.
    package let message: String
    /// Where it is wrong, in Unicode scalars of the pattern from 0.
    package let range: Range<Int>
}

extension RegularExpressionError {
    static func tooMuchWork(_ pattern: String) -> RegularExpressionError {
        RegularExpressionError(
            message: "the pattern takes too long on a string of this length: make it shorter, or repeat less",
            range: 0..<pattern.unicodeScalars.count)
    }

    static func tooLarge(_ range: Range<Int>) -> RegularExpressionError {
        RegularExpressionError(
            message: "the pattern is too large: with its repetitions written out it has more than "
                + "\(Program.maximumSize) steps",
            range: range)
    }
}
