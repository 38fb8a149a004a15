/// Something to tell the author of a file. Diagnostics are returned as values, all of a file at once.
package struct Diagnostic: Error, Sendable {
    /// An error keeps what it is about from being used; a warning does not.
    package enum Severity: String, Sendable {
        case error
        case warning
    }

    /// Something further to see, such as the first of two duplicate keys.
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
    /// Nil where the problem has no place in a text, such as a missing file.
    package let range: SourceRange?
    /// What to do about it, in a few words: drawn beside the carets.
    package let help: String?
    package let notes: [Note]
    /// True where the lines blamed may hold a secret: the place is named, the lines are not shown.
    package let hidesSource: Bool

    /// A problem that keeps the file from being used; `help` says what to do.
    package static func error(
        _ id: ID, _ message: String, at range: SourceRange?, help: String? = nil, notes: [Note] = [],
        hidesSource: Bool = false
    ) -> Diagnostic {
        Diagnostic(
            severity: .error, id: id, message: message, range: range, help: help, notes: notes,
            hidesSource: hidesSource)
    }

    /// The same, with further notes.
    package func with(_ notes: [Note]) -> Diagnostic {
        Diagnostic(
            severity: severity, id: id, message: message, range: range, help: help,
            notes: self.notes + notes, hidesSource: hidesSource)
    }

    /// The same, without the lines blamed.
    package var hidingSource: Diagnostic {
        Diagnostic(
            severity: severity, id: id, message: message, range: range, help: help, notes: notes,
            hidesSource: true)
    }

    /// A problem that does not keep the file from being used; `help` says what to do.
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
