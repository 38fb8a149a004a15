extension SQLError {
    /// An error with what a library or a server said, which may have several lines or control characters.
    package init(_ kind: Kind, quoting text: String) {
        let printable = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) }
        self.init(kind, String(printable))
    }
}
