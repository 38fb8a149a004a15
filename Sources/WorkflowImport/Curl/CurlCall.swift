/// A curl command within a command of a shell: what stands after `curl`, and what stands around it.
struct CurlCall {
    let arguments: [String]
    /// What `-d @-` reads.
    var input: String?
    /// What cannot be carried over of the words around it.
    var remarks: [String] = []

    /// What a command of a shell is to an import.
    enum Finding {
        case calls([CurlCall])
        /// A command with curl in it that cannot become a step, and why.
        case leftOut(String)
        case other
    }

    static func find(in command: ShellCommand, depth: Int = 0) -> Finding {
        var remarks: [String] = []
        let words = command.words[...].drop { word in
            if Self.controls.contains(word) {
                remarks.append("it is in a loop or a condition, and became one step")
                return true
            }
            if let name = word.nameOfAssignment {
                if Self.variablesOfCurl.contains(name.lowercased()) {
                    remarks.append("the variable \(name) before it is left out: set it for ekoflow, if it is needed")
                }
                return true
            }
            return ["{", "!", "command", "exec", "builtin", "&"].contains(word)
        }
        guard let first = words.first else { return .other }
        if command.isSubstitution {
            remarks.append("the shell keeps its output as a value: capture the value, if a later step needs it")
        }
        if first.isCurl {
            return .calls([CurlCall(arguments: Array(words.dropFirst()), input: command.input, remarks: remarks)])
        }
        let program = first.split(separator: "/").last.map(String.init) ?? first
        guard let kind = Self.wrappers[program] else {
            return words.contains(where: \.isCurl) && !Self.namers.contains(program)
                ? .leftOut("a command with curl in it is left out: it starts with \(first.nameForRemark)") : .other
        }
        if kind == .elsewhere { remarks.append("'\(program)' runs it, and it became one step") }
        if let index = words.firstIndex(where: \.isCurl) {
            guard kind != .argumentsFromElsewhere else {
                return .leftOut(
                    "a curl command behind '\(program)' is left out: its arguments come from another command")
            }
            return .calls([CurlCall(arguments: Array(words[(index + 1)...]), input: command.input, remarks: remarks)])
        }
        // The whole command can be one word: `bash -c 'curl …'`.
        guard depth < 3, let text = words.dropFirst().first(where: { $0.hasPrefix("curl ") }) else { return .other }
        let inner = ShellWords(text)
        guard !inner.isCut else {
            return .leftOut("a curl command in '\(program)' is left out: a quote in it is not closed")
        }
        return .calls(
            inner.all.flatMap { command -> [CurlCall] in
                guard case .calls(let calls) = find(in: command, depth: depth + 1) else { return [] }
                return calls.map { CurlCall(arguments: $0.arguments, input: $0.input, remarks: remarks + $0.remarks) }
            })
    }

    private enum Wrapper {
        /// It runs the command, once and here.
        case plain
        /// It runs the command again and again, or on another machine.
        case elsewhere
        case argumentsFromElsewhere
    }

    private static let wrappers: [String: Wrapper] = {
        var wrappers: [String: Wrapper] = [:]
        for name in [
            "sudo", "doas", "env", "time", "nohup", "nice", "timeout", "gtimeout", "stdbuf", "sh", "bash", "zsh",
            "eval",
        ] {
            wrappers[name] = .plain
        }
        for name in ["watch", "docker", "podman", "kubectl", "ssh", "retry", "docker-compose", "proxychains", "flock"] {
            wrappers[name] = .elsewhere
        }
        for name in ["xargs", "parallel", "find"] { wrappers[name] = .argumentsFromElsewhere }
        return wrappers
    }()

    /// Commands that only name curl.
    private static let namers: Set = [
        "echo", "printf", "which", "type", "man", "apt", "apt-get", "brew", "yum", "dnf", "apk", "alias", "pip", "npm",
        "choco",
        "winget", "for", "function", "case", "cd", "grep", "export",
    ]

    private static let controls: Set = ["if", "while", "until", "then", "do", "else", "elif"]

    private static let variablesOfCurl: Set = [
        "http_proxy", "https_proxy", "all_proxy", "no_proxy", "curl_ca_bundle", "ssl_cert_file", "ssl_cert_dir",
        "curl_home",
    ]
}

extension String {
    fileprivate var isCurl: Bool {
        self == "curl" || hasSuffix("/curl") || lowercased() == "curl.exe" || lowercased().hasSuffix("\\curl.exe")
            || hasPrefix("curlimages/curl")
    }

    /// `A` of `A=b`.
    fileprivate var nameOfAssignment: String? {
        guard let mark = firstIndex(of: "="), mark > startIndex,
            self[..<mark].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
        else { return nil }
        return String(self[..<mark])
    }
}
