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
        text("help") {
            if case .help(let text) = $0 { text } else { nil }
        } read: {
            .help($0)
        },
        text("note") {
            if case .note(let text) = $0 { text } else { nil }
        } read: {
            .note($0)
        },
        text("lines") {
            if case .lines(let text) = $0 { text } else { nil }
        } read: {
            .lines($0)
        },
        part("place", Place.self) {
            if case .place(let place) = $0 { place } else { nil }
        } read: {
            .place($0)
        },
        part("excerpt", Excerpt.self) {
            if case .excerpt(let part) = $0 { part } else { nil }
        } read: {
            .excerpt($0)
        },
    ]

    private static func text(
        _ name: String, _ value: @escaping @Sendable (Self) -> String?, read: @escaping @Sendable (String) -> Self
    ) -> Field<Self> {
        Field(
            name: name, isRequired: false, schema: .type("string", ""),
            write: { part, writer in value(part).map { writer.add(name, $0) } },
            read: { if $1[name] != nil { $0 = read($1.string(name)) } })
    }

    private static func part<Part: FieldCoded>(
        _ name: String, _ type: Part.Type, _ value: @escaping @Sendable (Self) -> Part?,
        read: @escaping @Sendable (Part) -> Self
    ) -> Field<Self> {
        Field(
            name: name, isRequired: false, schema: ["type": "object", "properties": Part.properties],
            write: { part, writer in value(part).map { writer.add(name, json: $0.json) } },
            read: { if case .object(let object)? = $1[name] { $0 = read(Part(object)) } })
    }
}

extension Place: FieldCoded {
    init() { self.init(file: "", line: 0, column: 0) }

    static let fields: [Field<Place>] = [.string("file", \.file), .int("line", \.line), .int("column", \.column)]
}

extension Excerpt: FieldCoded {
    init() { self.init(place: Place(), text: "", start: 0, width: 1, labels: []) }

    static let fields: [Field<Excerpt>] = [
        .string("file", \.place.file), .int("line", \.place.line), .int("column", \.place.column),
        .string("text", \.text, "the line, or a part of it"),
        .int("start", \.start, "columns before the part that is blamed"),
        .int("width", \.width, "columns of that part"),
        .list("labels", \.labels),
    ]
}

extension Excerpt.Label: FieldCoded {
    init() { self.init(role: .help, text: "") }

    static let fields: [Field<Excerpt.Label>] = [.word("role", \.role), .string("text", \.text)]
}
