/// A problem in a file, for its author. Diagnostics are returned as values, all problems of a file at once.
package struct Diagnostic: Error, Sendable {
    /// A file with an error cannot be used; a file with a warning can.
    package enum Severity: String, Sendable {
        case error
        case warning
    }

    /// A further place or remark, such as the first of two duplicate keys.
    package struct Note: Sendable {
        package let message: String
        package let range: SourceRange?

        package init(_ message: String, at range: SourceRange? = nil) {
            self.message = message
            self.range = range
        }
    }

    package let severity: Severity
    /// The kind of problem.
    package let id: ID
    package let message: String
    /// Nil if the problem has no place in a file, for example because the file is missing.
    package let range: SourceRange?
    /// What to do about it, in a few words; shown beside the carets.
    package let help: String?
    package private(set) var notes: [Note]
    /// Whether the lines may hold a secret: then the place is named, but the lines are not shown.
    package private(set) var hidesSource: Bool

    /// An error: the file cannot be used. `help` says what to do.
    package static func error(
        _ id: ID, _ message: String, at range: SourceRange?, help: String? = nil, notes: [Note] = [],
        hidesSource: Bool = false
    ) -> Diagnostic {
        Diagnostic(
            severity: .error, id: id, message: message, range: range, help: help, notes: notes,
            hidesSource: hidesSource)
    }

    /// The same diagnostic, with further notes.
    package func with(_ notes: [Note]) -> Diagnostic {
        var diagnostic = self
        diagnostic.notes += notes
        return diagnostic
    }

    /// The same problem in other words.
    package func with(message: String, help: String?, notes: [Note]) -> Diagnostic {
        Diagnostic(
            severity: severity, id: id, message: message, range: range, help: help, notes: notes,
            hidesSource: hidesSource)
    }

    /// The same diagnostic, without showing the lines.
    package var hidingSource: Diagnostic {
        var diagnostic = self
        diagnostic.hidesSource = true
        return diagnostic
    }

    /// The same diagnostic as a warning.
    package var asWarning: Diagnostic {
        Diagnostic(
            severity: .warning, id: id, message: message, range: range, help: help, notes: notes,
            hidesSource: hidesSource)
    }

    /// A warning: the file can still be used. `help` says what to do.
    package static func warning(
        _ id: ID, _ message: String, at range: SourceRange?, help: String? = nil, notes: [Note] = []
    ) -> Diagnostic {
        Diagnostic(
            severity: .warning, id: id, message: message, range: range, help: help, notes: notes,
            hidesSource: false)
    }
}

extension Sequence<Diagnostic> {
    package var hasErrors: Bool { contains { $0.severity == .error } }
}
