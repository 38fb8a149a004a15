import RegularExpressions

extension FuzzSubject {
    /// A regular expression, an empty line, and a text. Its methods must agree with each other.
    static let patterns = FuzzSubject(name: "pattern") { input in
        let parts = input.halves
        let (pattern, text) = (
            String(decoding: parts.first, as: UTF8.self), String(decoding: parts.second, as: UTF8.self)
        )
        for dialect in [RegularExpression.Dialect.iRegexp, .extended] {
            let expression: RegularExpression
            do throws(RegularExpressionError) {
                expression = try RegularExpression(pattern, dialect: dialect, marksGroup: true)
            } catch {
                let length = pattern.unicodeScalars.count
                precondition(
                    error.range.lowerBound >= 0 && error.range.upperBound <= length, "an error out of its pattern")
                continue
            }
            let work = 2_000_000
            guard let isWhole = try? expression.matchesWhole(text, maximumWork: work),
                let isFound = try? expression.isFound(in: text, maximumWork: work)
            else { continue }
            precondition(isFound || !isWhole, "the whole text matches, and no part of it")
            guard let group = try? expression.firstGroup(in: text, maximumWork: work) else { continue }
            precondition(isFound, "a group of a text that does not match")
            precondition(group.isEmpty || text.contains(group), "a group that is not in the text")
        }
    }
}
