/// Makes the lines of `vars`: each name and each secret has a variable, and no two share one.
struct VariableComposer {
    /// Where a variable's value comes from.
    enum Source {
        case text(String)
        /// The environment variable of the process with this name.
        case process(String, fallback: String?)
        case secret
        case missing
        /// The other tool has an empty text for it, which a script may replace.
        case empty
        /// Its value depends on itself, or on what a step captures.
        case dependent
    }

    private(set) var lines: [String] = []
    private(set) var remarks: [String] = []

    private var keysOfNames: [String: String] = [:]
    private var keysOfSecrets: [String: String] = [:]
    private var keys = UniqueNames()
    private var processNames = UniqueNames()

    /// Keeps names of environment variables that the commands use themselves.
    mutating func reserve(_ names: Set<String>) {
        // In a shell, PWD is the working folder.
        for name in names.union(["PWD", "HOME", "PATH", "USER", "SHELL"]).sorted() { _ = processNames.add(name) }
    }

    /// The key of the placeholder's variable; nil if it has none yet.
    func key(of name: String) -> String? { keysOfNames[name] }

    /// Adds the variable of a placeholder.
    mutating func add(_ name: String, _ source: Source) -> String {
        // `a-b` and `a_b` must get different keys.
        let key = keys.add(variableName(name))
        keysOfNames[name] = key
        let shown = name.nameForRemark
        switch source {
        case .text(let text): lines.append("\(key): \(yamlText(text))")
        case .process(let process, let fallback):
            lines.append("\(key): { env: \(process)\(fallback.map { ", default: \(yamlText($0))" } ?? "") }")
        case .secret:
            let process = processNames.add(key.uppercased())
            lines.append("\(key): { env: \(process) }")
            remarks.append("the value of \(shown) is not copied: set the variable \(process) of the process")
        case .missing:
            require(key, "\(shown) has no value here: give it with --var \(key)=...")
        case .empty:
            require(key, "\(shown) is empty here, and a script may set it: give it with --var \(key)=...")
        case .dependent:
            require(
                key, "the value of \(shown) refers to itself or to what a step keeps: give it with --var \(key)=...")
        }
        return key
    }

    /// The expression for a secret. Equal secrets share a variable; short ones only under one name, because they may be equal
    /// by chance.
    mutating func secret(_ value: String, named name: String, isNumber: Bool = false) -> String {
        let identity = value.utf8.count >= 8 ? value : "\(name)\u{0}\(value)"
        let key = keysOfSecrets[identity] ?? addSecret(named: name, isNumber: isNumber)
        keysOfSecrets[identity] = key
        return "${{ vars.\(key) }}"
    }

    private mutating func addSecret(named name: String, isNumber: Bool) -> String {
        let key = keys.add(variableName(name.isEmpty ? "secret_value" : name))
        let process = processNames.add(key.uppercased())
        lines.append("\(key): { env: \(process)\(isNumber ? ", type: number" : "") }")
        remarks.append("the value of \(name.nameForRemark) is not copied: set the variable \(process) of the process")
        return key
    }

    private mutating func require(_ key: String, _ remark: String) {
        lines.append("\(key): { required: true }")
        remarks.append(remark)
    }
}
