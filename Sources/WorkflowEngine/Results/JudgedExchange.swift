import HTTP
import JSON
import Secrets
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
    /// The size and the checksum of the body; nil if no expectation reads them, or they were not recorded.
    package let digest: BodyDigest?
    package let timings: HTTPTimings
    /// The time that `now` stood for.
    package let time: Timestamp
    /// For a step of a used workflow, the variables whose values are not in the files; empty for other steps.
    package let variables: [String: JSONValue]

    package init(
        method: String, url: String, requestBody: JSONValue?, requestQuery: JSONValue, response: HTTPResponse,
        timings: HTTPTimings, time: Timestamp,
        digest: BodyDigest? = nil, variables: [String: JSONValue]
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
        self.digest = digest
        self.timings = timings
        self.time = time
        self.variables = variables
    }
}

/// What tells the bytes of a body apart from others.
package struct BodyDigest: Sendable, Equatable {
    package let size: Int
    /// In hexadecimal digits; nil if it was not recorded, because it would give away what is hidden in the body.
    package let sha256: String?

    package init(size: Int, sha256: String?) {
        self.size = size
        self.sha256 = sha256
    }

    init(of body: [UInt8]) {
        self.init(size: body.count, sha256: Checksum.text(of: body))
    }
}
