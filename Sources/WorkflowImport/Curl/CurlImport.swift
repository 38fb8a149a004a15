import Source

/// Makes a workflow from curl commands, as browsers, API consoles and documents have them: a step for each.
package func importCurl(_ text: String, title: String) throws(ImportError) -> Imported {
    let shell = ShellWords(commandsOfDocument(text))
    if shell.isCut {
        throw ImportError(message: "a quote is not closed", help: "copy the command whole")
    }
    if shell.commands.joined().contains(where: { $0.hasPrefix("^") || $0.hasSuffix("^") }) {
        throw ImportError(
            message: "this is a command for the shell of Windows", help: "copy it as 'cURL (bash)' or 'cURL (POSIX)'")
    }
    var reader = CurlReader()
    for command in shell.all { reader.read(command) }
    guard !reader.requests.isEmpty else {
        throw ImportError(
            message: "there is no curl command",
            help: reader.leftOut.first ?? "a command starts with the word curl, as in curl https://staging.eko.in/…")
    }
    let values = KnownValues(
        environmentNames: shell.variables,
        defaults: shell.defaults.filter { !$0.namesSecretByWords && !$1.looksSecret && !$1.holdsKey() })
    var remarks = reader.remarks
    for name in shell.defaults.keys.sorted() where values.defaults[name] == nil {
        remarks.append("the default of the variable \(name) may be secret, and is left out")
    }
    return try ImportComposer(source: "curl", values: values).compose([
        RequestGroup(title: title, requests: reader.requests, remarks: remarks)
    ])
}

/// Finds the curl commands among the commands of a shell.
private struct CurlReader {
    private(set) var requests: [ForeignRequest] = []
    private(set) var leftOut: [String] = []
    private var others = 0
    private var outputOptions: [String] = []
    /// What the last command has written, if it is the next one's input.
    private var piped: String?

    var remarks: [String] {
        var remarks = others == 0 ? [] : ["commands that are not of curl are left out: \(others)"]
        remarks += leftOut
        if !outputOptions.isEmpty {
            remarks.append(
                "options that only change what curl shows are left out: \(outputOptions.joined(separator: ", "))")
        }
        return remarks
    }

    mutating func read(_ command: ShellCommand) {
        var command = command
        command.input = command.input ?? piped
        piped = command.isPiped ? command.writtenText : nil
        switch CurlCall.find(in: command) {
        case .other: if piped == nil { others += 1 }
        case .leftOut(let reason): leftOut.append(reason)
        case .calls(let calls):
            for call in calls {
                let read = CurlCommand(call.arguments, input: call.input)
                for var request in read.requests {
                    request.name = "request \(requests.count + 1)"
                    for remark in call.remarks { request.remark(remark) }
                    requests.append(request)
                }
                outputOptions += read.outputOptions.filter { !outputOptions.contains($0) }
            }
        }
    }
}
