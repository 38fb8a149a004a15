import JSON
import WorkflowModel
import YAMLSource

/// A step's request with all values filled in; not signed yet.
struct RequestDraft: Sendable {
    let method: String
    private let path: String
    let query: [(name: String, value: JSONValue)]
    /// Nil where the request has no body.
    private(set) var body: JSONObject?
    private let headers: [HTTPHeader]

    init(_ template: RequestTemplate, in scope: RunScope) throws(StepError) {
        method = template.method
        path = try RequestDraft.path(template.path, in: scope)
        query = try RequestDraft.values(template.query, in: scope)
        body = try template.body.map { body throws(StepError) in JSONObject(try RequestDraft.values(body, in: scope)) }
        var headers: [HTTPHeader] = []
        for header in template.headers { headers.append(try RequestDraft.header(header, in: scope)) }
        self.headers = headers
    }

    mutating func add(_ name: String, _ value: JSONValue) { body?.append(name, value) }

    func bodyValue(_ name: String) -> JSONValue? { body?[name] }

    /// The request as it is sent. `signature` holds the headers of the signer.
    func signed(_ signature: [HTTPHeader], baseURL: String) -> HTTPRequest {
        var url = baseURL + path.percentEncodedForPath
        if !query.isEmpty {
            url += "?"
            url += query.map { "\($0.name.percentEncodedForQuery)=\($0.value.writtenOut.percentEncodedForQuery)" }
                .joined(separator: "&")
        }
        let headers = signature + [HTTPHeader("content-type", "application/json")] + self.headers
        return HTTPRequest(
            method: method, url: url, headers: headers, body: body.map { Array(JSONValue.object($0).serialized.utf8) })
    }

    private static func path(_ template: ValueTemplate, in scope: RunScope) throws(StepError) -> String {
        let path = try evaluate(template, in: scope).writtenOut
        let hasQuery = path.utf8.contains { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
        let hasDots = path.utf8.split(separator: UInt8(ascii: "/")).contains { segment in
            segment.elementsEqual("..".utf8) || segment.elementsEqual(".".utf8)
        }
        guard path.utf8.first == UInt8(ascii: "/"), !hasDots, !hasQuery, !hidesSeparator(path) else {
            throw StepError(
                .invalidValue,
                "'\(path)' is not a path: it starts with '/' and has no '.' or '..' segment, '?', '#', '%2e', '%2f' or '%5c'",
                at: nil)
        }
        return path
    }

    /// Servers and proxies differ on whether an encoded point, slash or backslash is one.
    private static func hidesSeparator(_ path: String) -> Bool {
        guard path.utf8.contains(UInt8(ascii: "%")) else { return false }
        return ["%2e", "%2f", "%5c"].contains { path.lowercased().contains($0) }
    }

    private static func values(
        _ parameters: [RequestParameter], in scope: RunScope
    ) throws(StepError) -> [JSONObject.Member] {
        var values: [JSONObject.Member] = []
        values.reserveCapacity(parameters.count)
        for parameter in parameters {
            var value = try evaluate(parameter.value, in: scope)
            if let format = parameter.format {
                if let expected = format.violation(value) {
                    throw StepError(
                        .invalidValue, "'\(parameter.name)' must be \(expected), found '\(value.writtenOut)'",
                        at: parameter.range, hint: "to send it all the same, add allow_invalid: true to the step")
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
