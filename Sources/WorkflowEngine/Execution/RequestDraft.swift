import Expressions
import HTTP
import JSON
import WorkflowModel

/// A step's request with all values filled in; not signed yet.
struct RequestDraft: Sendable {
    let method: String
    private let path: String
    let query: [(name: String, value: JSONValue)]
    /// Nil where the request has no body.
    private(set) var body: JSONObject?
    private let headers: [HTTPHeader]
    /// What it carries that must not reach any output: OTPs and tokens. One that the workflow's own text has is none.
    let secrets: [Secret]

    /// In a preview, what stands for a value that only the run will know need not be of the form that the value has to be.
    init(_ template: RequestTemplate, in scope: RunScope, isPreview: Bool = false) throws(StepError) {
        method = template.method
        path = try RequestDraft.path(template.path, in: scope, isPreview: isPreview)
        query = try RequestDraft.values(template.query, in: scope, isPreview: isPreview)
        body = try template.body.map { body throws(StepError) in
            JSONObject(try RequestDraft.values(body, in: scope, isPreview: isPreview))
        }
        var headers: [HTTPHeader] = []
        for header in template.headers { headers.append(try RequestDraft.header(header, in: scope)) }
        self.headers = headers
        secrets =
            RequestDraft.secrets(template.query, query) + RequestDraft.secrets(template.body ?? [], body?.members ?? [])
    }

    private static func secrets(_ parameters: [RequestParameter], _ values: [JSONObject.Member]) -> [Secret] {
        zip(parameters, values).filter { $0.0.value.literal == nil }.flatMap {
            SensitiveFields.secrets(in: $0.1.value, of: $0.1.name)
        }.filter { !$0.reveal().holdsStandIn }
    }

    /// A request of which nothing else is known.
    init(method: String) {
        self.method = method
        path = ""
        query = []
        headers = []
        secrets = []
    }

    mutating func add(_ name: String, _ value: JSONValue) { body?.append(name, value) }

    func bodyValue(_ name: String) -> JSONValue? { body?[name] }

    /// The request as it is sent. `signature` holds the headers of the signer.
    func signed(_ signature: [HTTPHeader], to environment: TargetEnvironment) -> HTTPRequest {
        var url = environment.baseURL + path.percentEncodedForPath
        if !query.isEmpty {
            url += "?"
            url += query.map { "\($0.name.percentEncodedForQuery)=\($0.value.writtenOut.percentEncodedForQuery)" }
                .joined(separator: "&")
        }
        let headers = signature + [HTTPHeader("content-type", "application/json")] + self.headers
        return HTTPRequest(
            method: method, url: url, headers: headers, body: body.map { Array(JSONValue.object($0).serialized.utf8) },
            tls: environment.tls)
    }

    private static func path(
        _ template: ValueTemplate, in scope: RunScope, isPreview: Bool
    ) throws(StepError) -> String {
        let path = try evaluate(template, in: scope).writtenOut
        // One that is written out was looked at when it was decoded.
        if template.literal != nil || isPreview && path.holdsStandIn { return path }
        if let problem = RequestPath.problem(of: path, allowingSpaces: true) {
            throw StepError(.invalidValue, "'\(path)' is not \(problem.expected)", at: nil, help: problem.help)
        }
        return path
    }

    /// What sending it does, where the base URL is known too: a part of the path may be in that.
    func effect(_ template: RequestTemplate, baseURL: String) -> SideEffect {
        guard template.effect == .changesState, RequestPath.textsPerson(baseURL + path) else { return template.effect }
        return .textsPerson(parameter: "mobile")
    }

    /// Whom a send texts: every number that the parameter has, in the query and at the top of the body.
    func recipients(_ parameter: String) -> [String] {
        let inBody = body?.members.filter { $0.name == parameter }.map(\.value.writtenOut) ?? []
        let inQuery = query.filter { $0.name == parameter }.map(\.value.writtenOut)
        return inBody.isEmpty && inQuery.isEmpty ? [""] : inBody + inQuery
    }

    private static func values(
        _ parameters: [RequestParameter], in scope: RunScope, isPreview: Bool
    ) throws(StepError) -> [JSONObject.Member] {
        var values: [JSONObject.Member] = []
        values.reserveCapacity(parameters.count)
        for parameter in parameters {
            var value = try evaluate(parameter.value, in: scope)
            if let format = parameter.format {
                let isStandIn = isPreview && value.writtenOut.holdsStandIn
                if !isStandIn, let expected = format.violation(value) {
                    throw StepError(
                        .invalidValue, "'\(parameter.name)' must be \(expected), found '\(value.writtenOut)'",
                        at: parameter.range, help: "to send it all the same, add allow_invalid: true to the step")
                }
                // The API's own parameters are text, whatever type a variable or a response gave them.
                value = .string(value.writtenOut)
            }
            values.append((parameter.name, value))
        }
        return values
    }

    private static func header(_ parameter: RequestParameter, in scope: RunScope) throws(StepError) -> HTTPHeader {
        let value = try evaluate(parameter.value, in: scope).writtenOut
        guard ByteSet.headerValue.containsAll(of: value) else {
            throw StepError(
                .invalidValue,
                "the header '\(parameter.name)' has a line break or another control character in its value",
                at: parameter.range)
        }
        return HTTPHeader(parameter.name, value)
    }

    private static func evaluate(_ template: ValueTemplate, in scope: RunScope) throws(StepError) -> JSONValue {
        do {
            return try template.evaluate(in: scope)
        } catch {
            throw StepError(.invalidValue, error.message, at: error.range)
        }
    }
}

extension JSONValue {
    /// Stands in a preview for what only the run will know: the expression that gives it.
    static func standIn(_ name: String) -> JSONValue { .string("${{ \(name) }}") }
}

extension String {
    /// True where a part of it is known only to the run.
    var holdsStandIn: Bool { contains("${{ ") }
}
