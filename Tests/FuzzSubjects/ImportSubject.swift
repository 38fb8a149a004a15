import JSON
import Source
import WorkflowImport
import WorkflowModel
import WorkflowReports
import YAML

extension FuzzSubject {
    /// Requests of another tool, as a text or a document; the first byte selects the tool. What is made of them must be YAML, lead
    /// to an HTTP address, and not have the secret of a request before them.
    static let imports = FuzzSubject(name: "import") { input in
        let text = String(decoding: input.dropFirst(), as: UTF8.self)
        guard let imported = imported(text, as: Int(input.first ?? 0) % 4) else { return }
        for workflow in imported.workflows {
            check(workflow.text) { root, file in Workflow.decode(root, in: file, files: NoFiles()).diagnostics }
        }
        for environment in imported.environments {
            check(environment.text) { root, file in Environment.decode(root, in: file).diagnostics }
            precondition(environment.baseURL.hasPrefix("http"), "an address of another protocol")
        }
        let outputs = imported.workflows.flatMap { [$0.text, $0.fileName] + $0.remarks }
        precondition(!outputs.contains { $0.contains(secret) }, "a secret is copied")
    }

    private static let secret = "Kq7vWz2mXh9pLd4t"

    private static func check(_ text: String, _ decode: (YAMLNode?, SourceFile) -> [Diagnostic]) {
        let file = SourceFile(path: "workflows/imported.yml", text: text)
        let (root, problems) = parseYAML(file)
        precondition(!problems.hasErrors, "what is imported is not YAML: \(text)")
        _ = ProblemRenderer(.plain).render(decode(root, file).problems(masksNumbers: true))
    }

    private static func imported(_ text: String, as tool: Int) -> Imported? {
        let bytes = Array(text.utf8)
        switch tool {
        case 0:
            let first = "curl https://staging.eko.in/ekoapi/v3/x -H 'developer_key: \(secret)' -d 'pin=\(secret)'\n"
            return try? importCurl(first + text, title: "Fuzzing")
        case 1: return (try? parseJSON(bytes)).flatMap { try? importPostman($0, environment: nil) }
        case 2: return (try? parseJSON(bytes)).flatMap { try? importOpenAPI($0) }
        default:
            let (root, problems) = parseYAML(SourceFile(path: "api.yml", text: text))
            guard let root, !problems.hasErrors else { return nil }
            return try? importOpenAPI(JSONValue(plain: root))
        }
    }
}
