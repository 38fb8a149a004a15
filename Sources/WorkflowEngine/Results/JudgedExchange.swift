import HTTP
import JSON
import Times

/// What a step sent and received, and everything else that its expectations read: enough to judge it again.
package final class JudgedExchange: Sendable {
    package let method: String
    package let url: String
    /// Nil if the request had no body.
    package let requestBody: JSONValue?
    package let requestQuery: JSONValue
    package let response: HTTPResponse
    /// The body of the response as JSON, or why it is not JSON.
    package let responseBody: Result<JSONValue, JSONParseError>
    /// The members of the body that are given more than once.
    package let duplicateMembers: [DuplicateMember]
    package let timings: HTTPTimings
    /// The time that `now` stood for.
    package let time: Timestamp
    /// For a step of a used workflow, the variables whose values are not in the files; empty for other steps.
    package let variables: [String: JSONValue]

    package init(
        method: String, url: String, requestBody: JSONValue?, requestQuery: JSONValue, response: HTTPResponse,
        timings: HTTPTimings, time: Timestamp,
        variables: [String: JSONValue]
    ) {
        self.method = method
        self.url = url
        self.requestBody = requestBody
        self.requestQuery = requestQuery
        self.response = response
        do throws(JSONParseError) {
            let body = try parseJSON(response.body)
            responseBody = .success(body)
            duplicateMembers = DuplicateMember.all(in: body)
        } catch {
            responseBody = .failure(error)
            duplicateMembers = []
        }
        self.timings = timings
        self.time = time
        self.variables = variables
    }
}
