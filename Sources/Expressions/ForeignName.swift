import Source

/// What to write instead of a name that other tools have at the start of an expression.
struct ForeignName {
    let help: String
    var note: String?

    /// Nil if no other tool is known to have the name. `path` is what follows it: `MOBILE` in `secrets.MOBILE`.
    init?(_ root: String, path: MemberPath) {
        let names = path.segments.compactMap(\.name)
        let rest = path.segments.isEmpty ? "NAME" : path.text
        switch root.lowercased() {
        case "secrets", "secret":
            help = Self.helpForProcessVariable(names.first ?? "NAME")
            note =
                names.first.map(Self.isKey) ?? false ? nil : "a key of the API is never read here, but by 'credentials'"
        case "process" where names.first == "env", "os" where names.first == "environ":
            help = Self.helpForProcessVariable(names.dropFirst().first ?? "NAME")
        case "environ",
            "environment" where !Self.membersOfEnvironment.contains(rest):
            help = Self.helpForProcessVariable(names.first ?? "NAME")
        case "environment": help = "write env.\(rest)"
        case "prompt", "input", "inputs", "args", "params":
            let name = names.first ?? "NAME"
            help = "write vars.\(name), and vars: { \(name): { required: true } }; --var gives the value"
        case "variable", "variables", "globals", "collectionvariables", "locals":
            help = "write vars.\(rest)"
        case "matrix", "row", "example", "examples", "iteration": help = "write case.\(rest)"
        case "data": help = "write case.\(rest) for a case, response.body.data.\(rest) for the response"
        case "body": help = "write response.body.\(rest)"
        case "headers", "header": help = "write response.headers.\(rest)"
        case "output", "outputs", "capture", "captures", "captured", "needs", "jobs":
            help = "write steps.ID.\(names.last ?? "NAME") for what a step captured"
        default: return nil
        }
    }

    private static let membersOfEnvironment = Reference.Root.env.members

    /// Whether the variable has one of the API's keys, by its name.
    private static func isKey(_ name: String) -> Bool {
        ["developer_key", "access_key", "secret_key"].contains(where: name.lowercased().contains)
    }

    /// A variable of the process's environment is read only by the workflow's `vars`.
    static func helpForProcessVariable(_ name: String) -> String {
        if isKey(name) { return "no workflow reads a key: the environment's 'credentials' say where it is" }
        let variable = name == "NAME" ? name : name.lowercased()
        return "write vars.\(variable), and vars: { \(variable): { env: \(name) } }"
    }
}

extension Reference {
    /// What to write instead of `env.QA_MOBILE`, if it is meant as a variable of the process's environment.
    package static func helpForProcessVariable(_ name: String) -> String { ForeignName.helpForProcessVariable(name) }
}
