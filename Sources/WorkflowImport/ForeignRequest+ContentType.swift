import JSON
import Source

extension ForeignRequest {
    /// Whether the body is an object, a form without files, or empty.
    var hasNamedValues: Bool {
        switch body {
        case .none, .json(.object), .urlencoded: true
        case .json, .text: false
        case .form(let parts):
            parts.allSatisfy { part in
                if case .text = part.content { true } else { false }
            }
        }
    }

    /// The content type that a header of the request states.
    var contentTypeOfHeader: String? {
        let value = headers.first { $0.name.lowercased() == "content-type" }?.value.trimmed
        return value.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The content type that a call has to state beside the body; nil if the body's own is the same.
    var contentTypeToState: String? {
        let isJSON = if case .json = body { true } else { false }
        let own: String
        switch body {
        case .none: return nil
        case .json(.object), .json(.array): own = "application/json"
        case .urlencoded: own = "application/x-www-form-urlencoded"
        case .form: own = "multipart/form-data"
        case .json, .text: own = "text/plain"
        }
        let written = contentTypeOfHeader ?? contentType ?? (isJSON ? "application/json" : own)
        if written.mediaType == own { return nil }
        // curl calls JSON a form unless a header says what it is.
        if isJSON, written.mediaType.isTypeOfForms { return own == "application/json" ? nil : "application/json" }
        return written
    }
}

extension String {
    /// `text/csv` of `Text/CSV; charset=utf-8`.
    var mediaType: String { prefix { $0 != ";" }.trimmed.lowercased() }

    var isTypeOfForms: Bool { ["application/x-www-form-urlencoded", "multipart/form-data"].contains(mediaType) }
}
