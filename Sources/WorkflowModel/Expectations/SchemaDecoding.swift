import JSON
import JSONSchema
import Source
import YAML

extension DecodingContext {
    /// Reads a JSON Schema: a mapping, `true` or `false`, or the path of a file that has one.
    mutating func schema(_ entry: YAMLEntry) -> JSONSchema? {
        guard let scalar = entry.value.scalar, case .string = CoreSchema.value(of: scalar).value else {
            guard entry.value.sequence == nil, !entry.value.isBlank else {
                return reject(.wrongOperand(entry, expected: "a JSON Schema, or the path of a file that has one"))
            }
            if let place = entry.value.placeOfExpression {
                return reject(
                    .expressionNotAllowed, "a schema is fixed, and cannot hold an expression", at: place,
                    help: "compare the value with an operator beside 'schema'")
            }
            return compile(
                SchemaSource(value: JSONValue(plain: entry.value), node: entry.value), at: entry.rangeToBlame,
                in: entry.key.range.file)
        }
        guard let path = plainText(entry), let links else { return nil }
        do {
            let file = try links.read(path)
            return compile(try SchemaSource(file), at: entry.rangeToBlame, in: file)
        } catch {
            return reject(error)
        }
    }

    /// More documents than schemas are split into.
    private static let maximumDocuments = 100

    /// Compiles a schema, and reads the files that its references lead to.
    /// `range` is what needs the schema, and `file` the file that it is in.
    fileprivate mutating func compile(
        _ source: SchemaSource, at range: SourceRange, in file: SourceFile
    ) -> JSONSchema? {
        var others: [String: SchemaSource] = [:]
        while true {
            do throws(JSONSchemaError) {
                let schema = try JSONSchema(
                    source.value, uri: SchemaAddress.base, resources: others.mapValues(\.value))
                func place(_ location: SchemaLocation) -> SourceRange {
                    (location.document.flatMap { others[$0] } ?? source).node?.place(at: location.pointer) ?? range
                }
                for keyword in schema.misspeltKeywords {
                    report(
                        .warning(
                            .unknownKey, "unknown keyword '\(keyword.keyword)', which has no effect",
                            at: place(keyword.location), help: "did you mean '\(keyword.suggestion)'?"))
                }
                // One warning for a schema: some tools write a format for each number.
                if let format = schema.formats.first {
                    report(
                        .warning(
                            .unknownKey, "'format' only describes a value in a JSON Schema, and checks nothing",
                            at: place(format),
                            help: "to check it, write 'pattern', or the operator 'format' without a schema"))
                }
                return schema
            } catch {
                if let address = error.missingDocument, others.count < Self.maximumDocuments, others[address] == nil,
                    let path = SchemaAddress.path(of: address), let links
                {
                    do {
                        others[address] = try SchemaSource(links.read(path, from: file, at: range))
                        continue
                    } catch {
                        return reject(error)
                    }
                }
                let document = error.location.document.flatMap { others[$0] } ?? source
                return reject(
                    .invalidSchema, error.message,
                    at: document.node?.place(at: error.location.pointer) ?? range, help: error.help)
            }
        }
    }
}

/// A JSON Schema in a file of its own.
package enum SchemaFile {
    /// The schema of a file, with all its problems. Its references lead to `files`.
    package static func schema(
        of file: SourceFile, files: any LinkedFiles
    ) -> (schema: JSONSchema?, diagnostics: [Diagnostic]) {
        var context = DecodingContext(links: LinkReader(files: files, root: file))
        do {
            let schema = context.compile(
                try SchemaSource(file), at: SourceRange(file: file, at: .start), in: file)
            return (schema, context.diagnostics)
        } catch {
            return (nil, [error])
        }
    }
}

/// A document of a schema, and its nodes for the places of problems.
private struct SchemaSource {
    let value: JSONValue
    /// Nil if places are not known.
    let node: YAMLNode?

    init(value: JSONValue, node: YAMLNode?) {
        self.value = value
        self.node = node
    }

    init(_ file: SourceFile) throws(Diagnostic) {
        let (root, problems) = parseYAML(file)
        let isJSON = file.path.lowercased().hasSuffix(".json")
        guard isJSON else {
            if let problem = problems.first(where: { $0.severity == .error }) { throw problem }
            self.init(value: root.map { JSONValue(plain: $0) } ?? .null, node: root)
            return
        }
        if let duplicate = problems.first(where: { $0.id == .duplicateKey }) { throw duplicate }
        do {
            self.init(value: try parseJSON(file.text), node: problems.hasErrors ? nil : root)
        } catch {
            throw .error(
                .invalidJSON, error.problem, at: SourceRange(file: file, at: file.position(atOffset: error.offset)))
        }
    }
}

/// The addresses of the documents of a schema, relative to the file that it is in.
private enum SchemaAddress {
    /// As many folders as a relative reference can leave.
    private static let folders = 8
    private static let root = "schema:/"
    static let base = root + String(repeating: "in/", count: folders) + "schema"

    /// The path of a document, as seen from the schema's own file; nil if it is no file.
    static func path(of address: String) -> String? {
        guard address.hasPrefix(root) else { return nil }
        var rest = address.dropFirst(root.count)
        var depth = 0
        while depth < folders, rest.hasPrefix("in/") {
            rest = rest.dropFirst("in/".count)
            depth += 1
        }
        return rest.isEmpty ? nil : String(repeating: "../", count: folders - depth) + rest
    }
}

extension YAMLNode {
    /// The place of what a pointer leads to: the key of a member, or the node.
    fileprivate func place(at pointer: JSONPointer) -> SourceRange? {
        var node = self
        var place = range
        for segment in pointer.segments {
            switch segment {
            case .name(let name):
                guard let entry = node.mapping?.first(where: { $0.key.value == name }) else { return place }
                (node, place) = (entry.value, entry.key.range)
            case .index(let index):
                guard let nodes = node.sequence, nodes.indices.contains(index) else { return place }
                (node, place) = (nodes[index], nodes[index].range)
            }
        }
        return place
    }

    /// Where an expression is written in it; nil if there is none.
    fileprivate var placeOfExpression: SourceRange? {
        switch content {
        case .scalar(let scalar): scalar.text.contains("${{") ? range : nil
        case .sequence(let nodes): nodes.firstResult(\.placeOfExpression)
        case .mapping(let entries): entries.firstResult(\.value.placeOfExpression)
        }
    }
}
