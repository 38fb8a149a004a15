/// A parsed pattern. A part that matches only the empty string is `empty`, so that every other node costs a step.
enum PatternNode: Sendable {
    case empty
    case scalar(Unicode.Scalar)
    /// The index of a class in the pattern's list of classes.
    case characterClass(Int)
    case assertion(Assertion)
    case sequence([PatternNode])
    case alternation([PatternNode])
    indirect case repetition(PatternNode, Quantifier)
    /// The first group in parentheses that is not marked as plain.
    indirect case group(PatternNode)

    /// The node repeated.
    func repeated(_ quantifier: Quantifier) -> PatternNode {
        if case .empty = self { return .empty }
        return quantifier.maximum == 0 ? .empty : .repetition(self, quantifier)
    }
}

/// How often a piece of a pattern is repeated.
struct Quantifier: Sendable {
    let minimum: Int
    /// Nil if there is no maximum.
    let maximum: Int?
    /// Whether it takes as little as it can; this decides only what a group matches.
    var isLazy = false
}

/// A condition on a place in the text.
enum Assertion: Sendable {
    case textStart, textEnd, wordBoundary, noWordBoundary

    /// Whether it holds between two scalars; nil stands for either end of the text.
    func holds(between previous: Unicode.Scalar?, and next: Unicode.Scalar?) -> Bool {
        switch self {
        case .textStart: previous == nil
        case .textEnd: next == nil
        case .wordBoundary: Assertion.isWord(previous) != Assertion.isWord(next)
        case .noWordBoundary: Assertion.isWord(previous) == Assertion.isWord(next)
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar else { return false }
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_": return true
        default: return false
        }
    }
}
