import JSON

/// A request of another tool. In its strings, `{{name}}` is a placeholder that the tool replaces by a value.
struct ForeignRequest {
    enum Body {
        case none
        case json(JSONValue)
        /// The fields of `application/x-www-form-urlencoded`. Several can have one name.
        case urlencoded([(name: String, value: String)])
        /// The parts of `multipart/form-data`.
        case form([ForeignPart])
        /// Any other text.
        case text(String)
    }

    var name: String
    var method = "GET"
    var url = ""
    /// The path of the base URL, if the other tool states it.
    var basePath: String?
    /// The values of placeholders that are only for its path.
    var pathValues: [String: String] = [:]
    var headers: [(name: String, value: String)] = []
    var query: [(name: String, value: String)] = []
    var body = Body.none
    /// The content type that the tool sends if no header says another; nil if it is the body's own.
    var contentType: String?
    /// As in a workflow: `30s`.
    var timeout: String?
    var expectations: [ForeignExpectation] = []
    /// Values that it keeps for later requests: the name, and the value's path in the body.
    var captures: [(name: String, path: String)] = []
    /// What is left to do by hand, for comments below its step. Values are left out, because they may be secret.
    var todos: [String] = []
    /// What is left to do by hand, for a comment below its step and, with the comment's line, for the list.
    private(set) var unfinished: [String] = []
    /// What could not be imported. Values are left out, because they may be secret.
    private(set) var remarks: [String] = []
    /// The remarks and what is unfinished, to say each once.
    private var said: Set<String> = []
    /// Why there can be no step for it; nil if there can be one.
    private(set) var obstacle: String?

    init(name: String) { self.name = name }

    /// Adds a remark, once.
    mutating func remark(_ text: String) {
        if said.insert(text).inserted { remarks.append(text) }
    }

    mutating func leaveUnfinished(_ text: String) {
        if said.insert(text).inserted { unfinished.append(text) }
    }

    /// The request gets no step. The first reason counts.
    mutating func refuse(_ reason: String) { obstacle = obstacle ?? reason }

    /// The members of the body if it is an object or empty, or the fields if it is a form.
    var bodyMembers: [JSONObject.Member]? {
        switch body {
        case .none: []
        case .json(.object(let object)): object.members
        case .json, .text: nil
        case .urlencoded(let fields): fields.map { ($0.name, .string($0.value)) }
        case .form(let parts):
            parts.compactMap { part in
                if case .text(let text) = part.content { (part.name, .string(text)) } else { nil }
            }
        }
    }
}

extension ForeignRequest {
    /// Whether it expects that the API refuses it: another `status` in the body than 0, or an HTTP status from 400 on.
    var expectsRefusal: Bool {
        expectations.contains { expectation in
            switch expectation.subject {
            case .http: !expectation.canHold(200) { $0 < 400 }
            case .body(path: "status"), .body(path: "response_status_id"): !expectation.canHold(0) { $0 == 0 }
            case .body, .header, .within: false
            }
        }
    }
}

extension ForeignExpectation {
    /// Whether it may hold for a number that says success; `usual` is the usual one. What is not known to exclude them all may hold.
    fileprivate func canHold(_ usual: Int, _ isSuccess: (Int) -> Bool) -> Bool {
        let numbers = yaml.split { !($0.isASCII && $0.isNumber) && $0 != "-" }.compactMap { Int($0) }
        guard let first = numbers.first, !yaml.contains(text: "{{") else { return true }
        switch yaml.prefix(while: { $0 != ":" }) {
        case "{ not_equals": return first != usual
        case "{ gt": return first < usual || isSuccess(first + 1)
        case "{ gte": return first <= usual || isSuccess(first)
        case yaml[...], "{ one_of", "{ equals", "{ between": return numbers.contains(where: isSuccess)
        default: return true
        }
    }
}

/// A part of a `multipart/form-data` body.
struct ForeignPart {
    enum Content {
        case text(String)
        case json(JSONValue)
        /// A file by its path in the other tool. `name` is what is sent as its name; nil for its own.
        case file(path: String, name: String?)
    }

    let name: String
    let content: Content
    var contentType: String?
}

/// An expectation of a request, in the form of a workflow line.
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
