import Contract
import Expressions
import HTTP
import JSON
import Secrets
import Source
import WorkflowModel

/// A step's request with its values filled in, as far as they are known. It is not signed yet.
struct RequestDraft: Sendable {
    typealias Parameter = (name: String, value: ExpressionValue)

    let method: String
    private var path = ExpressionValue.known("")
    private var query: [Parameter] = []
    /// Nil if the request has no body.
    private(set) var body: BodyDraft?
    /// The values of the body that the workflow file does not state itself.
    var computedBodyValues: [Parameter] = []
    private var contentType = ""
    private var headers: [Parameter] = []
    /// The query and the body as expectations and reports read them.
    private(set) var queryObject: JSONValue = [:]
    private(set) var recordedBody: JSONValue?
    /// What it does besides answering; nil if it only reads.
    private(set) var effect: RequestEffect?
    /// All problems with its values.
    var problems: [ValueProblem] = []

    init(_ template: RequestTemplate, in scope: RunScope) {
        method = template.method
        path = path(template, in: scope)
        query = values(template.query, in: scope)
        body = template.body.map { body($0, in: scope) }
        contentType = contentType(template, in: scope)
        headers = template.headers.map { ($0.name, header($0, in: scope)) }
        if !query.isEmpty { queryObject = BodyDraft.object(query) }
        recordedBody = body?.recorded
        effect = effect(template, in: scope)
    }

    /// Its `client_ref_id`, by which the API knows it; nil if it has none.
    var reference: String? {
        func isReference(_ parameter: Parameter) -> Bool { parameter.name == Self.referenceName }
        let value = body?.parameters.last(where: isReference) ?? query.last(where: isReference)
        guard let known = value?.value.known, known != .null else { return nil }
        return known.writtenOut
    }

    private static let referenceName = "client_ref_id"

    /// Its path, percent-encoded as it is sent.
    var sentPath: String {
        let shown = path.shown.writtenOut
        // An expression whose value is not known yet is shown as it is written.
        return path.known == nil ? shown : shown.percentEncodedForPath
    }

    /// OTPs and tokens in the request, which must not reach any output. A literal in the workflow file is not secret.
    func secrets(of template: RequestTemplate) -> [Secret] {
        let ofQuery = zip(template.query, query).filter { $0.0.value.literal == nil }.map(\.1)
        return (ofQuery + computedBodyValues).flatMap { parameter in
            parameter.value.known.map { SensitiveFields.secrets(in: $0, of: parameter.name) } ?? []
        }
    }

    mutating func add(_ name: String, _ value: ExpressionValue) {
        body?.append(name, value)
        recordedBody = body?.recorded
    }

    /// The value of a parameter, wherever it is sent.
    func text(of parameter: RequestParameter?, in scope: RunScope) -> String? {
        guard let value = try? parameter?.value.resolve(in: scope) else { return nil }
        return value.known?.writtenOut
    }

    /// The request as it is sent. `signature` contains the signer's headers.
    func signed(
        _ signature: [HTTPHeader], to environment: TargetEnvironment
    ) -> HTTPRequest {
        var url = environment.baseURL + sentPath
        if query.contains(where: { !Self.pairs($0).isEmpty }) {
            url += "?"
            url += query.flatMap(Self.pairs).joined(separator: "&")
        }
        let headers =
            signature + [HTTPHeader("content-type", contentType)]
            + self.headers.map { HTTPHeader($0.name, $0.value.shown.writtenOut) }
        return HTTPRequest(
            method: method, url: url, headers: headers, body: body?.bytes, form: body?.form,
            tls: environment.tls, needsFreshConnection: effect != nil && !environment.isSandbox)
    }

    /// A parameter of the query; a list repeats it. Null leaves it out.
    static func pairs(_ parameter: Parameter) -> [String] {
        let name = parameter.name.percentEncodedForQuery
        switch parameter.value.shown {
        case .null: return []
        case .array(let elements): return elements.map { "\(name)=\($0.writtenOut.percentEncodedForQuery)" }
        case let value: return ["\(name)=\(value.writtenOut.percentEncodedForQuery)"]
        }
    }

    /// What sending it does. This depends on the base URL too, because the base URL may contain a part of the path.
    private mutating func effect(_ template: RequestTemplate, in scope: RunScope) -> RequestEffect? {
        let shown = path.shown.writtenOut
        // An expression whose value is not known yet is taken for an ordinary name.
        let path = path.known == nil ? shown.filter { !"${} ".contains($0) } : shown
        let recipient = template.stated?.recipient.map { stated($0, in: scope) }
        let amount = template.stated?.amount.map { stated($0, in: scope) }
        let effect = RequestEffect(
            template, method: method, url: scope.environment.baseURL + path, path: self.path,
            parameters: (body?.parameters ?? []) + query, recipient: recipient, amount: amount)
        if self.path.known != nil, template.path.literal == nil {
            for (detail, kind) in [
                (template.stated?.recipient, EffectKinds.texts), (template.stated?.amount, .movesMoney),
            ] {
                guard let detail, !(effect?.kinds.contains(kind) ?? false) else { continue }
                problems.append(
                    ValueProblem(.detailWithoutEffect(detail.name, kind, at: detail.range), template.path))
            }
        }
        guard let stated = template.stated, let kinds = stated.kinds else { return effect }
        if let effect, kinds.gravity < effect.kinds.gravity {
            problems.append(ValueProblem(.lighterEffect(kinds, than: effect.kinds, at: stated.range), template.path))
        } else if kinds.onlyReads, !RequestEffect.safeMethods.contains(method), !scope.environment.isSandbox {
            problems.append(ValueProblem(.lighterOffSandbox(at: stated.range), template.path))
        }
        return effect
    }

    private mutating func stated(_ parameter: RequestParameter, in scope: RunScope) -> ExpressionValue {
        values([parameter], in: scope)[0].value
    }

    private mutating func path(_ request: RequestTemplate, in scope: RunScope) -> ExpressionValue {
        let template = request.path
        let path = value(of: template, in: scope)
        // A literal was checked when it was decoded.
        if template.literal == nil, let text = path.known?.writtenOut,
            let problem = RequestPath.problem(of: text, allowingSpaces: true) ?? RequestPath.emptySegment(in: text)
        {
            problems.append(
                ValueProblem(
                    .error(
                        .wrongType, "'\(text)' is not \(problem.expected)", at: request.pathRange, help: problem.help),
                    template))
        }
        if request.isByName, template.literal == nil, let text = path.known?.writtenOut,
            text.split(separator: "/").count != request.operation?.path.split(separator: "/").count
        {
            problems.append(
                ValueProblem(
                    .error(
                        .wrongType, "a value in the path '\(text)' has a '/' in it", at: request.pathRange,
                        help: "give a value without it"), template))
        }
        return path
    }

    mutating func values(_ parameters: [RequestParameter], in scope: RunScope) -> [Parameter] {
        var values: [Parameter] = []
        values.reserveCapacity(parameters.count)
        for parameter in parameters {
            let value = value(of: parameter.value, in: scope)
            guard let format = parameter.format else {
                values.append((parameter.name, value))
                continue
            }
            if let formed = value.formed, let expected = format.violation(formed) {
                problems.append(
                    ValueProblem(
                        .invalidParameter(
                            parameter.name, expected: expected, found: formed.writtenOut, at: parameter.range),
                        parameter.value))
            }
            if format == .rupees {
                values.append((parameter.name, value))
                continue
            }
            // The API's parameters are strings, even if a variable or a response has another type.
            values.append((parameter.name, value.map { .string($0.writtenOut) }))
        }
        return values
    }

    private mutating func header(_ parameter: RequestParameter, in scope: RunScope) -> ExpressionValue {
        let value = value(of: parameter.value, in: scope)
        if let known = value.known, [.null, .array, .object].contains(JSONTypes(of: known)) {
            problems.append(
                ValueProblem(
                    .error(
                        .invalidHeader,
                        "the header '\(parameter.name)' has \(known.typeNameWithArticle) as its value, but needs a string",
                        at: parameter.range), parameter.value))
        }
        if let known = value.known, !ByteSet.headerValue.containsAll(of: known.writtenOut) {
            problems.append(
                ValueProblem(
                    .error(
                        .invalidHeader,
                        "the header '\(parameter.name)' has a line break or another control character in its value",
                        at: parameter.range), parameter.value))
        }
        return value
    }

    mutating func value(of template: ValueTemplate, in scope: RunScope) -> ExpressionValue {
        do {
            return try template.resolve(in: scope)
        } catch {
            problems.append(ValueProblem(.noValue(error), template))
            return .unknown("…")
        }
    }
}

extension Diagnostic {
    fileprivate static func lighterOffSandbox(at range: SourceRange) -> Diagnostic {
        .error(
            .lighterEffect, "only on a sandbox can a step say that a request which is not documented only reads",
            at: range, help: "remove it, or call with GET")
    }
}
