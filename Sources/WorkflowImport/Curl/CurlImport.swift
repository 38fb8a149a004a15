/// Makes a workflow of commands of curl, as browsers and API consoles copy them: a step for each.
package func importCurl(_ text: String, title: String) throws(ImportError) -> Imported {
    let shell = ShellWords(text)
    if shell.isCut {
        throw ImportError(message: "a quote is not closed", hint: "copy the command whole")
    }
    if shell.commands.contains(where: { $0.contains("^") }) {
        throw ImportError(
            message: "this is a command for the shell of Windows", hint: "copy it as 'cURL (bash)' or 'cURL (POSIX)'")
    }
    let requests = shell.commands.filter { $0.first.map(isCurl) ?? false }.enumerated().map { index, words in
        var command = CurlCommand(Array(words.dropFirst()))
        command.request.name = "request \(index + 1)"
        return command.request
    }
    guard !requests.isEmpty else {
        throw ImportError(message: "there is no command of curl", hint: "it starts with the word curl")
    }
    if let lost = requests.firstIndex(where: \.url.isEmpty) {
        throw ImportError(message: "command \(lost + 1) of curl has no address", hint: "copy it whole, quotes included")
    }
    var composer = WorkflowComposer(title: title, source: "curl", environmentNames: shell.variables)
    let workflow = composer.compose(requests)
    return Imported(workflows: [workflow], environments: composer.environments.environments(from: "curl"))
}

private func isCurl(_ word: String) -> Bool { word == "curl" || word.hasSuffix("/curl") || word == "curl.exe" }
