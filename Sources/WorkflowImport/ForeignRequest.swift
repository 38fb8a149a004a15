import JSON

/// A request as another tool has it. In its texts, `{{name}}` stands for a value that the tool puts in.
struct ForeignRequest {
    enum Body {
        case none
        case json(JSONValue)
        case fields([(name: String, value: String)])
    }

    var name: String
    var method = "GET"
    var url = ""
    var headers: [(name: String, value: String)] = []
    var query: [(name: String, value: String)] = []
    var body = Body.none
    /// As a workflow has it, such as `30s`.
    var timeout: String?
    var expectations: [ForeignExpectation] = []
    /// What it keeps for later ones: the name, and the path of the value in the body.
    var captures: [(name: String, path: String)] = []
    /// What could not be carried over. Values are left out of it: they may be secret.
    var remarks: [String] = []
}

/// What a request expects, as a line of a workflow.
struct ForeignExpectation: Equatable {
    enum Subject: Equatable {
        case http
        case within
        case header(String)
        case body(path: String)
    }

    let subject: Subject
    /// A value or operators, as YAML on one line.
    let yaml: String
}
