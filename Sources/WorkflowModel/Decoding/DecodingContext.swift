import YAMLSource

/// What decoding a file gathers on its way: everything wrong with it, and the names that expressions may use.
struct DecodingContext: Sendable {
    private(set) var diagnostics: [Diagnostic] = []
    var names: NameScope

    init(names: NameScope = NameScope()) {
        self.names = names
    }

    mutating func report(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
    }

    /// In the order of the file, whatever order it was decoded in.
    var sortedDiagnostics: [Diagnostic] {
        diagnostics.enumerated().sorted { left, right in
            let places = [left, right].map { $0.element.range?.start ?? .start }
            return places[0] == places[1] ? left.offset < right.offset : places[0] < places[1]
        }.map(\.element)
    }
}
