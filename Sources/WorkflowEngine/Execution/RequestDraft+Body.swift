import Expressions
import HTTP
import JSON
import Source
import WorkflowModel

extension RequestDraft {
    /// Fills in a body.
    mutating func body(_ template: RequestBody, in scope: RunScope) -> BodyDraft {
        switch template {
        case .json(let parameters): BodyDraft(.json(bodyValues(parameters, in: scope)))
        case .urlencoded(let parameters): BodyDraft(.urlencoded(bodyValues(parameters, in: scope)))
        case .whole(let parameter): BodyDraft(.whole(whole(parameter, in: scope)))
        case .form(let parts):
            BodyDraft(.form(parts.map { part($0, in: scope) }, boundary: Self.boundary(scope)))
        }
    }

    /// The content type of the request, checked.
    mutating func contentType(_ template: RequestTemplate, in scope: RunScope) -> String {
        let own = body?.contentType ?? "application/json"
        guard let parameter = template.contentType else { return own }
        let value = value(of: parameter.value, in: scope)
        // A literal was checked when it was decoded.
        if parameter.value.literal == nil, let known = value.known {
            let problem =
                [.null, .array, .object].contains(JSONTypes(of: known))
                ? "the content type is \(known.typeNameWithArticle)" : ContentType.problem(known.writtenOut)
            if let problem {
                problems.append(
                    ValueProblem(
                        .error(.invalidHeader, problem, at: parameter.range, help: ContentType.help), parameter.value))
            }
        }
        let stated = value.shown.writtenOut
        return body?.contentType(statedAs: stated) ?? stated
    }

    private mutating func bodyValues(_ parameters: [RequestParameter], in scope: RunScope) -> [Parameter] {
        let values = values(parameters, in: scope)
        computedBodyValues += zip(parameters, values).filter { $0.0.value.literal == nil }.map(\.1)
        return values
    }

    private mutating func whole(_ parameter: RequestParameter, in scope: RunScope) -> ExpressionValue {
        let value = bodyValues([parameter], in: scope)[0].value
        if value.known == .null {
            problems.append(
                ValueProblem(
                    .error(
                        .wrongType, "the body is null, and needs a mapping, a list or a string", at: parameter.range),
                    parameter.value))
        }
        return value
    }

    private mutating func part(_ part: FormPart, in scope: RunScope) -> BodyDraft.Part {
        let content: BodyDraft.Part.Content
        switch part.content {
        case .text(let parameter): content = .text(bodyValues([parameter], in: scope)[0].value)
        case .json(let parameter): content = .json(bodyValues([parameter], in: scope)[0].value)
        case .object(let parameters): content = .object(bodyValues(parameters, in: scope))
        case .file(let file, let name):
            let fileName = name.map { value(of: $0, in: scope).shown.writtenOut } ?? file.name
            content = .file(self.content(of: file, at: part.range, in: scope), name: fileName)
        }
        return BodyDraft.Part(name: part.name, contentType: part.contentType, content: content)
    }

    /// What is sent of a file. Only a run reads it.
    private mutating func content(of file: UploadFile, at range: SourceRange, in scope: RunScope) -> FileContent {
        let unread = FileContent(path: file.path, size: file.size ?? 0, sha256: "")
        guard scope.isRunning else { return unread }
        do {
            return try file.content()
        } catch {
            problems.append(ValueProblem(.error(.unreadableFile, error.message, at: range), .literal(.null)))
            return unread
        }
    }

    /// 128 random bits: no file has them in it by accident.
    private static func boundary(_ scope: RunScope) -> String {
        (0..<2).reduce("ekoflow-") { text, _ in
            let digits = String(scope.randomBits, radix: 16)
            return text + String(repeating: "0", count: 16 - digits.count) + digits
        }
    }
}
