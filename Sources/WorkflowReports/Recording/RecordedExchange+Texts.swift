import HTTP
import JSON

extension RecordedExchange {
    /// Replaces the texts that were sent and received, apart from the body of the response.
    mutating func replaceTextsBesideBody(_ replaced: (String) -> String) {
        url = replaced(url)
        headers = headers.map { HTTPHeader(replaced($0.name), replaced($0.value)) }
        query = query.replacingTexts(replaced)
        request = request?.replacingTexts(replaced)
        variables = variables.replacingTexts(replaced)
    }
}

extension RecordedExchange.Body {
    mutating func replaceTexts(_ replaced: (String) -> String) {
        switch self {
        case .json(let text):
            guard let value = try? parseJSON(Array(text.utf8)) else { return }
            self = .json(value.replacingTexts(replaced).serialized)
        case .text(let text): self = .text(replaced(text))
        case .notUTF8(let text): self = .notUTF8(replaced(text))
        case .omitted: break
        }
    }
}

extension JSONValue {
    /// With its strings, its numbers and the names of its members replaced. A number stays if its replacement is not a number.
    func replacingTexts(_ replaced: (String) -> String) -> JSONValue {
        switch self {
        case .null, .bool: self
        case .number(let number): JSONNumber(replaced(number.text)).map { .number($0) } ?? self
        case .string(let text): .string(replaced(text))
        case .array(let elements): .array(elements.map { $0.replacingTexts(replaced) })
        case .object(let object): .object(object.replacingTexts(replaced))
        }
    }
}

extension JSONObject {
    fileprivate func replacingTexts(_ replaced: (String) -> String) -> JSONObject {
        JSONObject(members.map { (replaced($0.name), $0.value.replacingTexts(replaced)) })
    }
}
