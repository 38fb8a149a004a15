import JSON
import Synchronization
import YAMLSource

extension ExpectationOperator {
    static let matches = ExpectationOperator(
        name: "matches", summary: "a text in which the regular expression is found; anchors are the author's"
    ) { entry, context in
        guard let scalar = entry.value.scalar else {
            context.report(.wrongOperand(entry, expected: "a regular expression"))
            return nil
        }
        do {
            return MatchesMatcher(pattern: try Pattern(scalar.text))
        } catch {
            context.report(.invalidPattern(scalar.text, at: entry.value.range))
            return nil
        }
    }
}

private struct MatchesMatcher: Matcher {
    let pattern: Pattern

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) -> Mismatch? {
        guard case .string(let text)? = actual.value else {
            return Mismatch(
                expected: "a text that matches \(pattern.text)",
                hint: actual.value.map { "the response has \($0.typeNameWithArticle)" })
        }
        return pattern.isFound(in: text) ? nil : Mismatch(expected: "a text that matches \(pattern.text)")
    }
}

/// A compiled regular expression. `Regex` is not `Sendable`; the mutex makes it so.
private final class Pattern: Sendable {
    let text: String
    private let regex: Mutex<Regex<AnyRegexOutput>>

    init(_ text: String) throws {
        self.text = text
        regex = Mutex(try Regex(text))
    }

    func isFound(in text: String) -> Bool {
        regex.withLock { text.firstMatch(of: $0) != nil }
    }
}

extension Diagnostic {
    fileprivate static func invalidPattern(_ pattern: String, at range: SourceRange) -> Diagnostic {
        .error("invalid_pattern", "'\(pattern)' is not a regular expression", at: range)
    }
}
