import Expressions
import HTTP
import Source

/// The body of a request, before its expressions are evaluated.
package enum RequestBody: Sendable {
    /// The properties of a JSON object.
    case json([RequestParameter])
    /// A list, which is sent as JSON, or a string, which is sent as written.
    case whole(RequestParameter)
    /// The fields of `application/x-www-form-urlencoded`.
    case urlencoded([RequestParameter])
    /// The parts of `multipart/form-data`.
    case form([FormPart])

    /// Its values by their names. A file has none, and a whole body has one without a name.
    package var parameters: [RequestParameter] {
        switch self {
        case .json(let parameters), .urlencoded(let parameters): parameters
        case .whole(let parameter): [parameter]
        case .form(let parts): parts.flatMap(\.parameters)
        }
    }

    /// Adds properties, fields, or parts. A whole body stays as it is.
    mutating func append(_ new: [RequestParameter]) {
        switch self {
        case .json(let parameters): self = .json(parameters + new)
        case .urlencoded(let parameters): self = .urlencoded(parameters + new)
        case .whole: break
        case .form(let parts): self = .form(parts + new.map { FormPart(name: $0.name, .text($0), at: $0.range) })
        }
    }

    /// The body with each of its named values changed.
    func map(_ change: (RequestParameter) -> RequestParameter) -> RequestBody {
        switch self {
        case .json(let parameters): .json(parameters.map(change))
        case .urlencoded(let parameters): .urlencoded(parameters.map(change))
        case .whole: self
        case .form(let parts): .form(parts.map { $0.map(change) })
        }
    }
}

/// A part of a `multipart/form-data` body: a field or a file. Parts can have the same name.
package struct FormPart: Sendable {
    /// What a part sends.
    package enum Content: Sendable {
        /// A field. A list repeats it, and null leaves it out.
        case text(RequestParameter)
        /// A field with JSON.
        case json(RequestParameter)
        /// A field with a JSON object of these properties.
        case object([RequestParameter])
        /// A file, and the name that is sent for it; nil for its own.
        case file(UploadFile, name: ValueTemplate?)
    }

    package let name: String
    package let content: Content
    /// Nil if the part does not say it.
    package let contentType: String?
    package let range: SourceRange

    init(name: String, _ content: Content, contentType: String? = nil, at range: SourceRange) {
        self.name = name
        self.content = content
        self.contentType = contentType
        self.range = range
    }

    fileprivate var parameters: [RequestParameter] {
        switch content {
        case .text(let parameter), .json(let parameter): [parameter]
        case .object(let parameters): parameters
        case .file: []
        }
    }

    fileprivate func map(_ change: (RequestParameter) -> RequestParameter) -> FormPart {
        switch content {
        case .text(let parameter): FormPart(name: name, .text(change(parameter)), contentType: contentType, at: range)
        case .object(let parameters):
            FormPart(name: name, .object(parameters.map(change)), contentType: contentType, at: range)
        case .json, .file: self
        }
    }
}
