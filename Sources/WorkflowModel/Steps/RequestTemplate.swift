import Expressions
import JSON
import Source

/// The request of a step, in which expressions still stand. Each step kind is a way to write one.
package final class RequestTemplate: Sendable {
    package let method: String
    /// Below the environment's base URL; starts with `/`.
    package let path: ValueTemplate
    package let query: [RequestParameter]
    /// Nil where the request has no body.
    package let body: [RequestParameter]?
    package let headers: [RequestParameter]
    package let effect: SideEffect
    /// Where the body lacks the OTP that the environment's `otp_source` gives; nil where it does not.
    package let missingOTP: MissingOTP?

    /// An OTP that is not known before its step runs.
    package struct MissingOTP: Sendable {
        /// The parameter that gets it.
        package let parameter: String
        /// The parameter that says whose it is.
        package let recipient: String
        /// Where the step is written that needs it.
        package let range: SourceRange
    }

    init(
        method: String, path: ValueTemplate, query: [RequestParameter], body: [RequestParameter]?,
        headers: [RequestParameter], effect: SideEffect, missingOTP: MissingOTP? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
        self.headers = headers
        self.effect = effect
        self.missingOTP = missingOTP
    }
}

/// What sending a request does in the world.
package enum SideEffect: Sendable, Equatable {
    /// Only reads.
    case none
    /// Texts the person whose number the parameter holds, and costs money.
    case textsPerson(parameter: String)
    /// Changes something else.
    case changesState
}

/// One value of a request, by its name in the API.
package struct RequestParameter: Sendable {
    package let name: String
    package let value: ValueTemplate
    /// Nil where anything goes.
    package let format: ParameterFormat?
    package let range: SourceRange

    init(name: String, value: ValueTemplate, format: ParameterFormat? = nil, range: SourceRange) {
        self.name = name
        self.value = value
        self.format = format
        self.range = range
    }
}
