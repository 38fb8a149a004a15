import HTTP
import JSON
import Times

/// What a step sent and got, with all else that its expectations read: enough to judge it again.
package final class JudgedExchange: Sendable {
    package let method: String
    package let url: String
    /// Nil where the request had no body.
    package let requestBody: JSONValue?
    package let requestQuery: JSONValue
    package let response: HTTPResponse
    /// The body of the response as JSON, or why it is none.
    package let responseBody: Result<JSONValue, JSONParseError>
    package let timings: HTTPTimings
    /// What `now` was.
    package let time: Timestamp
    /// The values that the used workflow's files alone do not tell; empty for a step of the workflow itself.
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
            responseBody = .success(try parseJSON(response.body))
        } catch {
            responseBody = .failure(error)
        }
        self.timings = timings
        self.time = time
        self.variables = variables
    }
}
