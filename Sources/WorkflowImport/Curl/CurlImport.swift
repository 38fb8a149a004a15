/// Makes a workflow from curl commands, as browsers and API consoles copy them: a step for each.
package func importCurl(_ text: String, title: String) throws(ImportError) -> Imported {
    let shell = ShellWords(text)
    if shell.isCut {
        throw ImportError(message: "a quote is not closed", help: "copy the command whole")
    }
    if shell.commands.joined().contains(where: { $0.hasPrefix("^") || $0.hasSuffix("^") }) {
        throw ImportError(
            message: "this is a command for the shell of Windows", help: "copy it as 'cURL (bash)' or 'cURL (POSIX)'")
    }
    let requests = shell.commands.compactMap(arguments).enumerated().map { index, words in
        var command = CurlCommand(words)
        command.request.name = "request \(index + 1)"
        return command.request
    }
    guard !requests.isEmpty else {
        throw ImportError(message: "no curl command was found", help: "it starts with the word curl")
    }
    if let lost = requests.firstIndex(where: \.url.isEmpty) {
        throw ImportError(message: "command \(lost + 1) of curl has no address", help: "copy it whole, quotes included")
    }
    var composer = WorkflowComposer(title: title, source: "curl", environmentNames: shell.variables)
    let workflow = composer.compose(requests)
    let others = shell.commands.count - requests.count
    let remarks = others == 0 ? [] : ["commands other than curl are left out: \(others)"]
    let whole = ImportedWorkflow(
        text: workflow.text, fileName: workflow.fileName, remarks: remarks + workflow.remarks)
    return Imported(workflows: [whole], environments: composer.environments.environments(from: "curl"))
}

/// The words after `curl`; nil for another command. Assignments and words such as `sudo` may come before it.
private func arguments(_ words: [String]) -> [String]? {
    let rest = words.drop { ["sudo", "env", "time", "exec", "command"].contains($0) || $0.isAssignment }
    guard let first = rest.first, first == "curl" || first.hasSuffix("/curl") || first == "curl.exe" else { return nil }
    return Array(rest.dropFirst())
}

extension String {
    fileprivate var isAssignment: Bool {
        firstIndex(of: "=").map {
            $0 > startIndex && self[..<$0].allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
        } ?? false
    }
}
