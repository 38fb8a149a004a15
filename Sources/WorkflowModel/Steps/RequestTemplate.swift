import Contract
import Expressions
import JSON
import Source

/// The request of a step, before its expressions are evaluated. Each step kind is a way to write one.
package final class RequestTemplate: Sendable {
    package let method: String
    /// Below the environment's base URL; starts with `/`.
    package let path: ValueTemplate
    /// Where the path is written; nil if the step's kind gives it.
    package let pathRange: SourceRange?
    package let query: [RequestParameter]
    /// Nil if the request has no body.
    package let body: RequestBody?
    /// A content type of the step's own; nil for the one that its body has.
    package let contentType: RequestParameter?
    package let headers: [RequestParameter]
    /// The documented operation that it calls; nil if it is not documented, or its path is not known yet.
    package let operation: Operation?
    /// What it does besides answering, as far as its path tells it.
    package let effects: EffectKinds
    /// What the step says of it; nil if it says nothing.
    package let stated: StatedEffect?
    /// Whether the step names the operation, and gives the parameters of its path one by one.
    package let isByName: Bool
    /// The OTP that the environment's `otp_source` has to add to the body; nil if none is missing.
    package let missingOTP: MissingOTP?

    /// Whether the step gives its `client_ref_id` itself. Otherwise each request gets a new one.
    package let givesReference: Bool

    /// An OTP that is not known before its step runs.
    package struct MissingOTP: Sendable {
        /// The parameter that gets the OTP.
        package let parameter: String
        /// The mobile number that got the OTP.
        package let recipient: RequestParameter?
        /// Whether the request cannot do without it.
        package let isRequired: Bool
        /// Where the step that needs the OTP is written.
        package let range: SourceRange
    }

    init(
        method: String, path: ValueTemplate, pathRange: SourceRange? = nil, query: [RequestParameter],
        body: RequestBody?, contentType: RequestParameter? = nil,
        headers: [RequestParameter], operation: Operation?, effects: EffectKinds, stated: StatedEffect? = nil,
        isByName: Bool = false, missingOTP: MissingOTP? = nil
    ) {
        self.method = method
        self.path = path
        self.pathRange = pathRange
        self.query = query
        self.body = body
        self.contentType = contentType
        self.headers = headers
        self.operation = operation
        self.effects = effects
        self.stated = stated
        self.isByName = isByName
        self.missingOTP = missingOTP
        let parameters = query + (body?.parameters ?? [])
        givesReference = parameters.contains { $0.name == "client_ref_id" && !$0.value.isUniqueReference }
    }
}

/// One value of a request, by its name in the API.
package struct RequestParameter: Sendable {
    package let name: String
    package let value: ValueTemplate
    /// Nil if any value is accepted.
    package var format: ParameterFormat?
    package let range: SourceRange
}

extension ValueTemplate {
    /// Whether each request gets a new value: `unique_ref()`.
    fileprivate var isUniqueReference: Bool {
        if case .expression(.call(let call)) = self {
            call.function.name == ExpressionFunction.uniqueRef.name
        } else {
            false
        }
    }
}
