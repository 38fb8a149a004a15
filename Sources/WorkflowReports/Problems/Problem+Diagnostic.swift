import Source

extension Problem {
    /// Mobile numbers in shown lines of files are hidden, because more people see a log than the file. So is what looks like
    /// a key in such a line, also where the message repeats it.
    package init(_ diagnostic: Diagnostic, masksNumbers: Bool = true) {
        let ranges = ([diagnostic.range] + diagnostic.notes.map(\.range)).compactMap(\.self)
        let secrets = Set(ranges.flatMap(\.secretWords))
        func masked(_ text: String) -> String { masksNumbers ? NumberMask.mask(text) : text }
        func redact(_ line: String) -> String { masked(line.hidingSecretWords(as: Redactor.mask)) }
        func shown(_ text: String) -> String {
            masked(secrets.reduce(text.withVisibleControls) { $0.hiding($1, as: Redactor.mask) })
        }
        let hidesSource =
            diagnostic.hidesSource || ranges.contains { $0.file.line($0.start.line).holdsLiteralCredential }
        func part(_ range: SourceRange, _ labels: [Excerpt.Label] = []) -> Part {
            // A path is no line of a file: folders are named with UUIDs too.
            let place = Place(range, redact: masked)
            guard !hidesSource else { return .place(place) }
            var excerpt = Excerpt(range, labels: labels, redact: redact)
            excerpt.place = place
            return .excerpt(excerpt)
        }
        var parts: [Part] = []
        if let range = diagnostic.range {
            parts.append(part(range, diagnostic.help.map { [Excerpt.Label(role: .help, text: shown($0))] } ?? []))
        }
        if let help = diagnostic.help, hidesSource || diagnostic.range == nil { parts.append(.help(shown(help))) }
        for note in diagnostic.notes {
            parts.append(.note(shown(note.message)))
            if let range = note.range { parts.append(part(range)) }
        }
        self.init(
            diagnostic.severity == .error ? .error : .warning, id: diagnostic.id.rawValue, shown(diagnostic.message),
            parts: parts)
    }
}

extension Collection<Diagnostic> {
    /// The diagnostics as problems, to be shown. Each is made when it is read.
    package func problems(masksNumbers: Bool) -> some Collection<Problem> {
        lazy.map { Problem($0, masksNumbers: masksNumbers) }
    }

    /// The diagnostics as problems of a report: as many as the console shows, and how many more there are.
    package func problemsOfReport(masksNumbers: Bool) -> [Problem] {
        let shown = Array(prefix(ProblemRenderer.maximumCount).problems(masksNumbers: masksNumbers))
        let rest = count - shown.count
        return rest > 0 ? shown + [Problem(.error, "\(rest) more, which are not listed")] : shown
    }
}
