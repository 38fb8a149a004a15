import Source

/// What decoding a file gathers on its way: everything wrong with it, and the names that expressions may use.
struct DecodingContext {
    private(set) var diagnostics: [Diagnostic] = []
    var names: NameScope
    /// Reads what the file refers to.
    let links: LinkReader?
    /// True where a file that this one refers to has errors, which are told of that file.
    var hasBrokenLink = false
    /// What the actual value is that is expected something of.
    var actualType = ActualType.anything

    /// True where something is expected not to be so.
    var isNegated = false

    enum ActualType: Sendable {
        case anything
        /// As that of a header.
        case text
        /// As a status code.
        case number
        /// As what a path selects that can select several nodes.
        case list
    }

    init(names: NameScope = NameScope(), links: LinkReader? = nil) {
        self.names = names
        self.links = links
    }

    /// True where so much is wrong that nobody reads what each could have meant; to find that takes the longest.
    var hasManyDiagnostics: Bool { diagnostics.count > 200 }

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
