import JSON

extension Problem: FieldCoded {
    init() { self.init(.error, "") }

    static let fields: [Field<Problem>] = [
        .word("kind", \.kind), .string("id", optional: \.id, "of a diagnostic, as 'ekoflow explain' takes it"),
        .string("headline", \.headline), .list("parts", \.parts, "what is drawn below the headline, in order"),
    ]

    /// The problems of a step. If an older version of ekoflow wrote it, one problem is made from its message and body.
    static func all(of step: JSONObject) -> [Problem] {
        let problems = step.objects("problems").map(Problem.init)
        guard problems.isEmpty else { return problems }
        let rest = step.string("body").split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            .dropFirst()
        let kind = step.string("verdict") == "failure" ? Kind.failure : .error
        return [Problem(kind, step.string("message"), parts: rest.first.map { [.lines(String($0))] } ?? [])]
    }
}

extension Problem.Part: FieldCoded {
    init() { self = .lines("") }

    static let fields: [Field<Problem.Part>] = [
        text("help", read: Self.help) { if case .help(let text) = $0 { text } else { nil } },
        text("note", read: Self.note) { if case .note(let text) = $0 { text } else { nil } },
        text("lines", read: Self.lines) { if case .lines(let text) = $0 { text } else { nil } },
        part("place", read: Self.place) { if case .place(let place) = $0 { place } else { nil } },
        part("excerpt", read: Self.excerpt) { if case .excerpt(let excerpt) = $0 { excerpt } else { nil } },
    ]

    private static func text(
        _ name: String, read: @escaping @Sendable (String) -> Self, _ value: @escaping @Sendable (Self) -> String?
    ) -> Field<Self> {
        Field(
            name: name, isRequired: false, schema: .type("string", ""),
            write: { part, writer in value(part.pointee).map { writer.add(name, $0) } },
            read: { if $1[name] != nil { $0 = read($1.string(name)) } })
    }

    private static func part<Part: FieldCoded>(
        _ name: String, read: @escaping @Sendable (Part) -> Self, _ value: @escaping @Sendable (Self) -> Part?
    ) -> Field<Self> {
        Field(
            name: name, isRequired: false, schema: ["type": "object", "properties": Part.properties],
            write: { part, writer in
                if let value = value(part.pointee) { writer.add(name) { value.write(to: &$0) } }
            },
            read: { if case .object(let object)? = $1[name] { $0 = read(Part(object)) } })
    }
}

extension Place: FieldCoded {
    static let fields: [Field<Place>] = [.string("file", \.file), .int("line", \.line), .int("column", \.column)]
}

extension Excerpt: FieldCoded {
    static let fields: [Field<Excerpt>] = [
        .string("file", \.place.file), .int("line", \.place.line), .int("column", \.place.column),
        .string("text", \.text, "the line, or a part of it"),
        .int("start", \.start, "columns before the part that is blamed"),
        .int("width", \.width, "columns of that part"),
        .list("labels", \.labels),
    ]
}

extension Excerpt.Label: FieldCoded {
    static let fields: [Field<Excerpt.Label>] = [.word("role", \.role), .string("text", \.text)]
}
