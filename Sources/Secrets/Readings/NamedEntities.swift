/// The named characters of HTML that are in ASCII, and spaces and hyphens.
/// Source: https://html.spec.whatwg.org/multipage/named-characters.html
enum NamedEntities {
    static let maximumLength = 10

    /// The character of a name, without `&` and `;`. Upper and lower case make no difference, as some writers use both.
    static func character(_ name: String) -> UInt8? { byName[name.lowercased()] }

    private static let byName: [String: UInt8] = [
        "amp": UInt8(ascii: "&"), "lt": UInt8(ascii: "<"), "gt": UInt8(ascii: ">"), "quot": UInt8(ascii: "\""),
        "apos": UInt8(ascii: "'"), "excl": UInt8(ascii: "!"), "num": UInt8(ascii: "#"), "dollar": UInt8(ascii: "$"),
        "percnt": UInt8(ascii: "%"), "lpar": UInt8(ascii: "("), "rpar": UInt8(ascii: ")"), "ast": UInt8(ascii: "*"),
        "midast": UInt8(ascii: "*"), "plus": UInt8(ascii: "+"), "comma": UInt8(ascii: ","),
        "period": UInt8(ascii: "."), "sol": UInt8(ascii: "/"), "colon": UInt8(ascii: ":"), "semi": UInt8(ascii: ";"),
        "equals": UInt8(ascii: "="), "quest": UInt8(ascii: "?"), "commat": UInt8(ascii: "@"),
        "lsqb": UInt8(ascii: "["), "lbrack": UInt8(ascii: "["), "bsol": UInt8(ascii: "\\"),
        "rsqb": UInt8(ascii: "]"), "rbrack": UInt8(ascii: "]"), "hat": UInt8(ascii: "^"),
        "lowbar": UInt8(ascii: "_"), "underbar": UInt8(ascii: "_"), "grave": UInt8(ascii: "`"),
        "lcub": UInt8(ascii: "{"), "lbrace": UInt8(ascii: "{"), "verbar": UInt8(ascii: "|"),
        "vert": UInt8(ascii: "|"), "rcub": UInt8(ascii: "}"), "rbrace": UInt8(ascii: "}"),
        "tab": UInt8(ascii: "\t"), "newline": UInt8(ascii: "\n"), "nbsp": UInt8(ascii: " "),
        "shy": UInt8(ascii: "\n"), "hyphen": UInt8(ascii: "-"), "dash": UInt8(ascii: "-"),
    ]
}
