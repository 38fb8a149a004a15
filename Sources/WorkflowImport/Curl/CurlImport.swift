import Source

/// Makes a workflow from curl commands, as browsers, API consoles and documents have them: a step for each.
/// `locate` says where a file of the commands is, as seen from the folder of the workflows; nil if it is not in the workspace.
package func importCurl(
    _ text: String, title: String, besides takenEnvironments: Set<String> = [],
    locate: @escaping (_ file: String) -> String? = { _ in nil }
) throws(ImportError) -> Imported {
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
    var values = KnownValues(
        environmentNames: shell.variables,
        defaults: shell.defaults.filter { !$0.namesSecretByWords && !$1.looksSecret && !$1.holdsKey() })
    values.texts = reader.assignedValues
    values.environmentNames.subtract(values.texts.keys)
    var remarks = reader.remarks
    for name in shell.defaults.keys.sorted() where values.defaults[name] == nil {
        remarks.append("the default of the variable \(name) may be secret, and is left out")
    }
    return try ImportComposer(
        source: "curl", values: values, locate: locate, takenEnvironments: takenEnvironments
    ).compose([
        RequestGroup(title: title, requests: reader.requests, remarks: remarks)
    ])
}

/// Finds the curl commands among the commands of a shell.
private struct CurlReader {
    private(set) var requests: [ForeignRequest] = []
    private(set) var leftOut: [String] = []
    private var others = 0
    /// What the shell's variables are set to; nil if to several values, or to what a command writes.
    private var assignments: [String: String?] = [:]
    private var outputOptions: [String] = []
    /// What the last command has written, if it is the next one's input.
    private var piped: String?

    /// The values of variables that are set once.
    var assignedValues: [String: String] { assignments.compactMapValues(\.self) }

    var remarks: [String] {
        var remarks = others == 0 ? [] : ["commands other than curl are left out: \(others)"]
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
        case .other: if piped == nil, !readAssignments(command.words) { others += 1 }
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

    /// Reads `NAME=value` and `export NAME=value`. False if the command is another, or a value is not known.
    private mutating func readAssignments(_ words: [String]) -> Bool {
        let pairs = words[...].drop { $0 == "export" }.map {
            $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        }
        guard !pairs.isEmpty, pairs.allSatisfy({ $0.count == 2 && $0[0].isShellName }) else { return false }
        var areKnown = true
        for pair in pairs {
            let (name, value) = (String(pair[0]), String(pair[1]))
            let isKnown = !value.contains(text: "{{output_of_a_command}}") && (assignments[name] ?? value) == value
            assignments.updateValue(isKnown ? value : nil, forKey: name)
            areKnown = areKnown && isKnown
        }
        return areKnown
    }
}

extension Substring {
    fileprivate var isShellName: Bool {
        !isEmpty && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}
