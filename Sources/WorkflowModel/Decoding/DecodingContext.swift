import Source

/// What is collected while a file is decoded: its problems, and the names that expressions may use.
struct DecodingContext {
    private(set) var diagnostics: [Diagnostic] = []
    var names: NameScope
    /// The mappings around the one that is being read, outermost first.
    var outerMappings: [OuterMapping] = []
    /// The paths into bodies that were read: many steps have the same.
    var bodyPaths: [String: BodyPath] = [:]
    /// Reads the environment variable that holds the address of an API.
    var environmentVariable: @Sendable (String) -> String? = { _ in nil }
    /// Reads the files that this file refers to.
    let links: LinkReader?
    /// Whether a file that this one refers to has errors; they are reported for that file.
    var hasBrokenLink = false

    init(names: NameScope = NameScope(), links: LinkReader? = nil) {
        self.names = names
        self.links = links
    }

    /// Whether there are too many problems for "did you mean" hints: nobody reads them, and they take the longest.
    var hasManyDiagnostics: Bool { diagnostics.count > 200 }

    mutating func report(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
    }

    /// Reports an error. `help` says what to do.
    mutating func report(
        _ id: Diagnostic.ID, _ message: String, at range: SourceRange, help: String? = nil,
        notes: [Diagnostic.Note] = [], hidesSource: Bool = false
    ) {
        report(.error(id, message, at: range, help: help, notes: notes, hidesSource: hidesSource))
    }

    /// Reports an error, and returns nil in place of a value.
    mutating func reject<Value>(_ diagnostic: Diagnostic) -> Value? {
        report(diagnostic)
        return nil
    }

    /// Reports an error, and returns nil in place of a value. `help` says what to do.
    mutating func reject<Value>(
        _ id: Diagnostic.ID, _ message: String, at range: SourceRange, help: String? = nil, hidesSource: Bool = false
    ) -> Value? {
        reject(.error(id, message, at: range, help: help, hidesSource: hidesSource))
    }

    /// The diagnostics in the order of the file, not in the order of decoding.
    var sortedDiagnostics: [Diagnostic] {
        diagnostics.enumerated().sorted { left, right in
            let places = [left, right].map { $0.element.range?.start ?? .start }
            return places[0] == places[1] ? left.offset < right.offset : places[0] < places[1]
        }.map(\.element)
    }
}
