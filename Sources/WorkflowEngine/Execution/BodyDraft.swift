import Expressions
import HTTP
import JSON

/// A body with its values filled in, as far as they are known.
struct BodyDraft: Sendable {
    typealias Parameter = RequestDraft.Parameter

    enum Content: Sendable {
        case json([Parameter])
        case whole(ExpressionValue)
        case urlencoded([Parameter])
        case form([Part], boundary: String)
    }

    /// A part of a form.
    struct Part: Sendable {
        enum Content: Sendable {
            case text(ExpressionValue)
            case json(ExpressionValue)
            case object([Parameter])
            case file(FileContent, name: String)
        }

        let name: String
        let contentType: String?
        let content: Content
    }

    private var content: Content

    init(_ content: Content) {
        self.content = content
    }

    /// Adds a property to a JSON object.
    mutating func append(_ name: String, _ value: ExpressionValue) {
        if case .json(let parameters) = content { content = .json(parameters + [(name, value)]) }
    }

    // MARK: What is sent

    /// The content type that it has if the step gives none.
    var contentType: String {
        switch content {
        case .json: "application/json"
        case .whole(let value): value.shown.isSentAsJSON ? "application/json" : "text/plain; charset=utf-8"
        case .urlencoded: "application/x-www-form-urlencoded"
        case .form(_, let boundary): "multipart/form-data; boundary=\(boundary)"
        }
    }

    /// The step's own content type, with the boundary that a server needs to read a form.
    func contentType(statedAs stated: String) -> String {
        guard case .form(_, let boundary) = content, stated.lowercased().hasPrefix("multipart/"),
            !stated.lowercased().contains("boundary=")
        else { return stated }
        return "\(stated); boundary=\(boundary)"
    }

    /// Nil for a form.
    var bytes: [UInt8]? {
        switch content {
        case .json(let parameters): Array(Self.object(parameters).serialized.utf8)
        case .whole(let value):
            Array((value.shown.isSentAsJSON ? value.shown.serialized : value.shown.writtenOut).utf8)
        case .urlencoded(let parameters):
            Array(parameters.flatMap(RequestDraft.pairs).joined(separator: "&").utf8)
        case .form: nil
        }
    }

    /// Nil if it is another body.
    var form: MultipartForm? {
        guard case .form(let parts, let boundary) = content else { return nil }
        return MultipartForm(boundary: boundary, parts: parts.flatMap(\.sent))
    }

    // MARK: What is recorded

    /// The body as expectations and reports read it. A file is its name, its size and its checksum.
    var recorded: JSONValue {
        switch content {
        case .json(let parameters), .urlencoded(let parameters): return Self.object(parameters)
        case .whole(let value): return value.shown
        case .form(let parts, _):
            var names: [String] = []
            var values: [String: [JSONValue]] = [:]
            for part in parts {
                if values[part.name] == nil { names.append(part.name) }
                values[part.name, default: []].append(part.recorded)
            }
            return .object(
                JSONObject(
                    names.map { name in
                        let own = values[name] ?? []
                        return (name: name, value: own.count == 1 ? own[0] : .array(own))
                    }))
        }
    }

    static func object(_ parameters: [Parameter]) -> JSONValue {
        .object(JSONObject(parameters.map { ($0.name, $0.value.shown) }))
    }

    // MARK: What it does

    /// Its values by their names, also those inside of JSON: whom it texts and what it moves can be in any of them.
    var parameters: [Parameter] {
        switch content {
        case .json(let parameters), .urlencoded(let parameters): parameters
        case .whole(let value): Self.parameters(inWhole: value)
        case .form(let parts, _): parts.flatMap(\.parameters)
        }
    }

    private static func parameters(inWhole value: ExpressionValue) -> [Parameter] {
        guard case .string(let text)? = value.known else { return members(of: value, named: "") }
        if let json = try? parseJSON(Array(text.utf8)) {
            let members = members(of: .known(json), named: "")
            return members.isEmpty ? [("", value)] : members
        }
        return fields(of: text) ?? [("", value)]
    }

    /// The properties of an object, or of the objects in a list; else the value under the name.
    fileprivate static func members(of value: ExpressionValue, named name: String) -> [Parameter] {
        switch value.known {
        case .object(let object)?: object.members.map { ($0.name, .known($0.value)) }
        case .array(let elements)?: elements.flatMap { members(of: .known($0), named: name) }
        default: [(name, value)]
        }
    }

    /// The fields of a text that is an encoded form, as a server reads them; nil if a server may read it as something else: JSON, XML, multipart
    /// or lines. The members of JSON in a field are parameters too. Any other value that a server could read further is also one without a name.
    private static func fields(of text: String) -> [Parameter]? {
        var bytes = text.utf8[...]
        while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard bytes.contains(UInt8(ascii: "=")), !bytes.contains(where: { $0 < UInt8(ascii: " ") || $0 == 0x7F })
        else { return nil }
        var fields: [Parameter] = []
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false).map {
                String(decoding: $0, as: UTF8.self).replacing("+", with: " ").withoutPercentEncoding
            }
            let (name, text) = (parts[0], parts.count > 1 ? parts[1] : "")
            guard !name.utf8.contains(where: marks.contains) else { return nil }
            fields.append((name, .known(.string(text))))
            guard text.utf8.contains(where: { marks.contains($0) || "[;&".utf8.contains($0) }) else { continue }
            let inside = (try? parseJSON(Array(text.utf8))).map { members(of: .known($0), named: "") } ?? []
            // Some servers split at other signs, or read a string within the field.
            fields += inside.contains { !$0.name.isEmpty } ? inside : [("", .known(.string(text)))]
        }
        return fields.isEmpty ? nil : fields
    }

    /// Signs of JSON and XML, and of no name of a field.
    private static let marks = Set(#"<>{}"\"#.utf8)
}

extension BodyDraft.Part {
    /// A list repeats a field, and null leaves it out.
    fileprivate var sent: [MultipartForm.Part] {
        func field(_ text: String) -> MultipartForm.Part {
            MultipartForm.Part(name: name, contentType: contentType, content: .bytes(Array(text.utf8)))
        }
        switch content {
        case .text(let value):
            switch value.shown {
            case .null: return []
            case .array(let elements): return elements.filter { $0 != .null }.map { field($0.writtenOut) }
            case let value: return [field(value.writtenOut)]
            }
        case .json(let value): return [field(value.shown.serialized)]
        case .object(let parameters): return [field(BodyDraft.object(parameters).serialized)]
        case .file(let file, let fileName):
            return [MultipartForm.Part(name: name, fileName: fileName, contentType: contentType, content: .file(file))]
        }
    }

    fileprivate var recorded: JSONValue {
        switch content {
        case .text(let value), .json(let value): value.shown
        case .object(let parameters): BodyDraft.object(parameters)
        case .file(let file, let name):
            ["file": .string(name), "size": .integer(file.size), "sha256": .string(file.sha256)]
        }
    }

    fileprivate var parameters: [BodyDraft.Parameter] {
        switch content {
        case .text(let value): [(name, value)]
        case .json(let value): BodyDraft.members(of: value, named: name)
        case .object(let parameters): parameters
        case .file(let file, let fileName): [("", .known(.string(fileName))), (name, file.asParameter)]
        }
    }
}

extension FileContent {
    /// A server may read a small file as the value of its field.
    fileprivate var asParameter: ExpressionValue {
        guard !sha256.isEmpty else { return .unknown("the content of \(path)") }
        return .known(.string(text ?? "a file of \(size) bytes"))
    }
}

extension JSONValue {
    /// Whether a body that is this value is JSON. A scalar is sent as written.
    fileprivate var isSentAsJSON: Bool {
        switch self {
        case .array, .object: true
        case .null, .bool, .number, .string: false
        }
    }
}
