import YAMLSource

/// What decoding a file gathers on its way: everything wrong with it, and the names that expressions may use.
package struct DecodingContext: Sendable {
    package private(set) var diagnostics: [Diagnostic] = []
    var names: NameScope

    init(names: NameScope = NameScope()) {
        self.names = names
    }

    mutating func report(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
    }
}
