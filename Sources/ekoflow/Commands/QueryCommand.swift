import ArgumentParser
import JSON
import JSONPath
import JSONSchema
import Source
import WorkflowModel
import WorkflowReports

struct QueryCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Tries a JSONPath or a JSON Schema on a saved response.",
        discussion: """
            The path is a JSONPath (RFC 9535), like a key under 'body' that starts with $. The output is a JSON array. With --schema, the output is each place that does not follow the schema, and the exit code is 1 if there is one.

            Examples:
              ekoflow query '$.data.tid' response.json
              ekoflow query --paths '$..[?@.status == 0]' response.json
              curl -s http://localhost/otp | ekoflow query '$..tid'
              ekoflow query --schema schemas/send.json response.json
            """)

    @Argument(help: ArgumentHelp("A JSONPath, in quotes.", valueName: "jsonpath"))
    var path: String?

    @Argument(help: ArgumentHelp("A JSON file. Without a file, or with -, standard input is read."))
    var file: String?

    @Option(help: ArgumentHelp("Read the JSONPath from this file, in place of the argument.", valueName: "file"))
    var pathFile: String?

    @Option(
        help: ArgumentHelp("Check the document against this JSON Schema, in place of a JSONPath.", valueName: "file"))
    var schema: String?

    @Flag(help: "Print the normalized paths of the nodes instead of their values.")
    var paths = false

    func validate() throws {
        if schema != nil {
            if file != nil || pathFile != nil || paths {
                throw ValidationError("with --schema, give a document and no JSONPath")
            }
            return
        }
        if pathFile == nil, path == nil { throw ValidationError("a JSONPath is missing, for example '$.data.tid'") }
        if let path, let file, !path.hasPrefix("$"), file.hasPrefix("$") {
            throw ValidationError("the JSONPath comes first: ekoflow query '\(file)' \(path)")
        }
        if pathFile != nil, file != nil { throw ValidationError("a JSONPath is given twice") }
    }

    func run(in shell: Shell) throws(CommandError) -> ExitStatus {
        if let schema { return try judge(readDocument(path ?? "-", in: shell), by: schema, in: shell) }
        // With --path-file, the first argument is the JSON file.
        let query = try parseQuery(pathFile.map { file throws(CommandError) in try Self.readPath(file) } ?? path ?? "")
        let document = try readDocument((pathFile == nil ? file : path) ?? "-", in: shell)
        do throws(JSONPathEvaluationError) {
            let result =
                try paths
                ? query.nodes(in: document).map { JSONValue.string($0.path.description) } : query.values(in: document)
            shell.output.write(JSONText.inert(JSONValue.array(result).prettyPrinted + "\n"))
            return .passed
        } catch {
            throw .invalidInput(.error(.noResult, error.message, at: nil))
        }
    }

    private func judge(
        _ document: JSONValue, by path: String, in shell: Shell
    ) throws(CommandError) -> ExitStatus {
        let (file, problems) = SourceFile.decode(
            path: path, bytes: try shell.read(path, limit: SourceFile.maximumSize))
        try shell.check(problems)
        let (schema, diagnostics) = SchemaFile.schema(
            of: file, files: WorkspaceFiles(of: path, in: WorkspaceRoot(of: [path])))
        try shell.check(diagnostics)
        guard let schema else { return .invalidInput }
        do throws(JSONSchemaError) {
            let violations = try schema.violations(of: document)
            for violation in violations {
                let place = violation.instancePath.text
                shell.output.write(
                    LogText.line("\(place.isEmpty ? "the document" : place): \(violation.message)") + "\n")
            }
            return violations.isEmpty ? .passed : .failed
        } catch {
            throw .invalidInput(.error(.invalidSchema, error.message, at: nil, help: error.help))
        }
    }

    private static func readPath(_ file: String) throws(CommandError) -> String {
        do throws(FileError) {
            let text = String(decoding: try readFile(file, limit: 1 << 20), as: UTF8.self)
            return text.hasSuffix("\n") ? String(text.dropLast()) : text
        } catch {
            throw .invalidInput(.unreadable(file, error.reason))
        }
    }

    private func parseQuery(_ path: String) throws(CommandError) -> JSONPathQuery {
        do throws(JSONPathError) {
            return try JSONPathQuery(path)
        } catch {
            let source = SourceFile(path: "the path", text: path)
            let place = SourceRange(file: source, start: .start, end: .start).part(error.range)
            throw .invalidInput(.error(.invalidPath, error.message, at: place, help: error.help))
        }
    }

    private func readDocument(_ file: String, in shell: Shell) throws(CommandError) -> JSONValue {
        let name = file == "-" ? "the standard input" : file
        let bytes = try shell.read(file, limit: 256 << 20)
        do throws(JSONParseError) {
            return try parseJSON(bytes)
        } catch {
            let source = SourceFile(path: name, text: bytes)
            let place = SourceRange(file: source, at: source.position(atOffset: error.offset))
            throw .invalidInput(.error(.invalidJSON, "this is not JSON: \(error.problem)", at: place))
        }
    }
}
