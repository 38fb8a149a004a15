import ArgumentParser
import JSON

/// What the parser knows of a command, without what is hidden in help.
struct CommandHelp {
    struct Argument {
        let isOptional: Bool
        let isRepeating: Bool
        /// With their dashes, the short one first; none if it is positional.
        let names: [String]
        /// The name of its value; nil for a flag.
        let value: String?
        let defaultValue: String?
        let abstract: String
        /// The heading above it in help.
        let section: String
    }

    /// How it is called: `ekoflow`, `report`, `show`.
    let words: [String]
    let abstract: String
    let discussion: String
    let arguments: [Argument]
    let subcommands: [CommandHelp]

    static let root = CommandHelp((try? parseJSON(Array(Ekoflow._dumpHelp().utf8)))?["command"] ?? .null)
}

extension CommandHelp {
    private init(_ json: JSONValue) {
        words = json.list("superCommands").map(\.writtenOut) + [json.string("commandName")]
        abstract = json.string("abstract")
        discussion = json.string("discussion")
        arguments = json.list("arguments").map(Argument.init)
        subcommands = json.list("subcommands").map(CommandHelp.init).filter { $0.words.last != "help" }
    }
}

extension CommandHelp.Argument {
    fileprivate init(_ json: JSONValue) {
        isOptional = json["isOptional"] == true
        isRepeating = json["isRepeating"] == true
        let spelled = json.list("names").map { ($0["kind"] == "short" ? "-" : "--") + $0.string("name") }
        names = spelled.filter { !$0.hasPrefix("--") } + spelled.filter { $0.hasPrefix("--") }
        value = json["kind"] == "flag" ? nil : json.string("valueName")
        defaultValue = json["defaultValue"]?.writtenOut
        abstract = json.string("abstract")
        section = names.isEmpty ? "Arguments" : json["sectionTitle"]?.writtenOut ?? "Options"
    }
}

extension JSONValue {
    fileprivate subscript(_ name: String) -> JSONValue? {
        if case .object(let object) = self { object[name] } else { nil }
    }

    fileprivate func string(_ name: String) -> String { self[name]?.writtenOut ?? "" }

    /// Without what is hidden.
    fileprivate func list(_ name: String) -> [JSONValue] {
        guard case .array(let elements)? = self[name] else { return [] }
        return elements.filter { $0["shouldDisplay"] != false }
    }
}
