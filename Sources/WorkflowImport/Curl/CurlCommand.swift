/// A curl command, read option by option. It can make several requests: one for each URL, and for each part of `--next`.
struct CurlCommand {
    private(set) var requests: [ForeignRequest] = []
    /// The options that change only what curl shows.
    private(set) var outputOptions: [String] = []

    private var section: CurlSection

    init(_ words: [String], input: String? = nil) {
        section = CurlSection(input: input)
        var rest = words[...]
        var isAfterOptions = false
        while let word = rest.popFirst() {
            if isAfterOptions || !word.hasPrefix("-") || word == "-" {
                section.urls.append(word)
            } else if word == "--" {
                isAfterOptions = true
            } else if word.hasPrefix("--") {
                readLong(word, &rest)
            } else {
                readShort(word.dropFirst(), &rest)
            }
        }
        endSection()
    }

    private mutating func readLong(_ word: String, _ rest: inout ArraySlice<String>) {
        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
        let name = parts[0]
        let takesValue = CurlOption.all[name]?.takesValue ?? isValue(rest.first)
        apply(name, takesValue ? (parts.count > 1 ? parts[1] : rest.popFirst() ?? "") : "")
    }

    /// Reads `-sXPOST`: flags, then an option whose value is the rest or the next word.
    private mutating func readShort(_ letters: Substring, _ rest: inout ArraySlice<String>) {
        var letters = letters
        while let letter = letters.popFirst() {
            let name = CurlOption.short[letter] ?? "-\(letter)"
            guard CurlOption.all[name]?.takesValue ?? (letters.isEmpty && isValue(rest.first)) else {
                apply(name, "")
                continue
            }
            apply(name, letters.isEmpty ? rest.popFirst() ?? "" : String(letters))
            return
        }
    }

    /// Whether a word after an unknown option is taken for its value, which may be a secret. URLs are not.
    private func isValue(_ word: String?) -> Bool {
        word.map { !$0.hasPrefix("-") && !$0.contains("://") && !$0.hasPrefix("{{") } ?? false
    }

    private mutating func apply(_ name: String, _ value: String) {
        if name == "--next" { return endSection() }
        switch CurlOption.all[name]?.effect {
        case .request?: section.apply(name, value)
        case .output?: if !outputOptions.contains(name) { outputOptions.append(name) }
        case .leftOut(let reason)?: section.request.remark("the option \(name) is left out: \(reason)")
        case nil where ["--unix-socket", "--abstract-unix-socket"].contains(name): section.leaveForSocket(name)
        // `--no-location` says what curl does by itself.
        case nil where name.hasPrefix("--no-") && CurlOption.all["--" + name.dropFirst("--no-".count)] != nil: break
        case nil:
            section.request.remark(
                "an option that is not known is left out with what belongs to it, \(name.nameForRemark)")
        }
    }

    private mutating func endSection() {
        requests += section.finished()
        section = CurlSection(input: section.input)
    }
}
