import JSON
import Secrets
import Source
import WorkflowModel

/// Problems that are found before the first request repeat values: those that must reach no output are hidden in them.
extension Planner {
    /// The problems without the secret values of a workflow.
    func withoutSecrets(_ problems: [Diagnostic], of workflow: Workflow) -> [Diagnostic] {
        guard !problems.isEmpty else { return [] }
        let secrets = secretValues(of: workflow, given: overrides)
        guard !secrets.isEmpty else { return problems }
        let searches = SecretSearches([SecretSearch(secrets)])
        return problems.map { $0.hiding(searches) }
    }

    /// Of an environment variable. The shell's variables for the working folder are not secret.
    private func isSecretName(_ name: String) -> Bool { name.namesSecret && !["PWD", "OLDPWD"].contains(name) }

    /// The values of variables that are secret by their declaration or by a name, as far as they do not come from a recording.
    private func secretValues(of workflow: Workflow, given: [String: JSONValue]) -> [Secret] {
        let own = workflow.variables.flatMap { variable -> [Secret] in
            let isSecret = variable.isSecret || variable.name.value.namesSecret
            if let value = given[variable.name.value] { return isSecret ? SensitiveFields.scalars(in: value) : [] }
            if variable.isSecret, let value = variable.literal { return SensitiveFields.scalars(in: value) }
            guard case .environmentVariable(let name) = variable.value,
                let text = environmentVariable(name.value), isSecret || isSecretName(name.value)
            else { return [] }
            return SensitiveFields.scalars(in: .string(text))
                + (SensitiveFields.secrets(ofConnection: .string(text)) ?? [])
        }
        return workflow.allSteps.reduce(own) { secrets, step in
            guard case .use(let use) = step.action else { return secrets }
            let literals = use.arguments.compactMap { argument in
                argument.value.literal.map { (argument.name, $0) }
            }
            return secrets
                + secretValues(of: use.workflow, given: Dictionary(literals) { first, _ in first })
        }
    }
}

extension Diagnostic {
    /// The same problem, with a mask in place of each secret. The lines of its place are not shown if one of them has a secret.
    fileprivate func hiding(_ searches: SecretSearches) -> Diagnostic {
        let ranges = ([range] + notes.map(\.range)).compactMap(\.self)
        let isInLines = ranges.contains { range in
            (range.start.line...max(range.start.line, range.end.line)).contains {
                searches.find(in: range.file.line($0))
            }
        }
        let hidden = with(
            message: searches.hiding(in: message), help: help.map(searches.hiding),
            notes: notes.map { Note(searches.hiding(in: $0.message), at: $0.range) })
        return isInLines ? hidden.hidingSource : hidden
    }
}

extension SecretSearches {
    fileprivate func find(in text: String) -> Bool { mayFind(in: text) && !ranges(in: Array(text.utf8)).isEmpty }

    fileprivate func hiding(in text: String) -> String {
        guard mayFind(in: text) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var copied = 0
        for range in ranges(in: bytes) {
            result += bytes[copied..<range.lowerBound] + "•••".utf8
            copied = range.upperBound
        }
        return String(decoding: result + bytes[copied...], as: UTF8.self)
    }
}
