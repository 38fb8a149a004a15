import JSON

/// Where an answer differs from every documented one.
package struct Deviation: Sendable, Equatable {
    package let message: String
}

extension Operation {
    /// More would not help to see what is wrong.
    private static let maximumDeviations = 10

    /// How an answer differs from the documented ones; empty if it does not. Members that are not documented are no
    /// deviation. `body` is nil if the body is not JSON.
    package func deviations(http: Int, body: JSONValue?) -> [Deviation] {
        guard answers.contains(where: { $0.http == http }) else {
            return [Deviation(message: "HTTP \(http) is not documented for \(title)")]
        }
        // The body of some HTTP errors is not documented.
        guard answers.contains(where: { $0.http == http && $0.body != nil }) else { return [] }
        guard let body else { return [Deviation(message: "the body is not JSON, as the API documents it")] }
        guard case .object(let envelope) = body else {
            let isList = if case .array = body { true } else { false }
            if isList, answers.contains(where: { $0.http == http && $0.body?.types == .array }) { return [] }
            return [Deviation(message: "the body is \(body.typeNameWithArticle), documented as an object")]
        }
        let (answer, unknown) = closest(to: envelope, http: http)
        var deviations = unknown.map { [$0] } ?? []
        if let shape = answer.body { deviations += Self.differences(body, from: shape, at: "") }
        return Array(deviations.prefix(Self.maximumDeviations))
    }

    /// The documented answer that an envelope is most likely meant as, and what is not documented about its codes.
    private func closest(
        to envelope: JSONObject, http: Int
    ) -> (answer: DocumentedAnswer, unknown: Deviation?) {
        let codes = EnvelopeCodes(envelope)
        let (status, type) = (codes.status, codes.responseType)
        var withStatus: DocumentedAnswer?
        for answer in answers where answer.http == http {
            guard let status, answer.status?.includes(status) ?? true else { continue }
            if answer.matches(codes) { return (answer, nil) }
            withStatus = withStatus ?? answer
        }
        let answer = withStatus ?? answers.first { $0.http == http } ?? answers[0]
        guard let type, let status else { return (answer, nil) }
        return (
            answer,
            Deviation(message: "response_type_id \(type) is not documented for \(title) with status \(status)")
        )
    }

    private static func differences(_ value: JSONValue, from shape: AnswerShape, at path: String) -> [Deviation] {
        guard !shape.types.isDisjoint(with: JSONTypes(of: value)) else {
            return [
                Deviation(
                    message: "'\(path)' is \(value.typeNameWithArticle), documented as \(shape.types.text)")
            ]
        }
        if case .array(let elements) = value, let element = shape.elements.first {
            return elements.enumerated().lazy.flatMap { differences($1, from: element, at: "\(path)[\($0)]") }
                .prefix(maximumDeviations).map(\.self)
        }
        guard case .object(let object) = value else { return [] }
        return shape.members.flatMap { member -> [Deviation] in
            let place = path.isEmpty ? member.name : "\(path).\(member.name)"
            guard let value = object[member.name] else {
                return member.isOptional ? [] : [Deviation(message: "'\(place)' is missing, though it is documented")]
            }
            return differences(value, from: member.shape, at: place)
        }
    }
}
