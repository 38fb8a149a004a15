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
        guard let body else { return [Deviation(message: "the API documents JSON, and the body is not JSON")] }
        guard case .object(let envelope) = body else {
            let isList = if case .array = body { true } else { false }
            if isList, answers.contains(where: { $0.http == http && $0.body?.types == .array }) { return [] }
            return [Deviation(message: "the body is \(body.typeNameWithArticle), documented as an object")]
        }
        let (candidates, unknown) = closest(to: envelope, http: http)
        let differences = candidates.map { answer in
            answer.body.map { Self.differences(body, from: $0, at: "") } ?? []
        }
        let fewest = differences.min { $0.count < $1.count } ?? []
        return Array(((unknown.map { [$0] } ?? []) + fewest).prefix(Self.maximumDeviations))
    }

    /// The documented answers that an envelope is most likely meant as, and what is not documented about its codes.
    /// Several answers of an operation can have the same codes.
    private func closest(
        to envelope: JSONObject, http: Int
    ) -> (answers: [DocumentedAnswer], unknown: Deviation?) {
        let codes = EnvelopeCodes(envelope)
        let ofStatus = answers.filter { $0.http == http }
        let matching = ofStatus.filter { $0.matches(codes) }
        // The answer that every operation can give is documented with the least.
        let own = matching.filter { $0.status != .anyRefusal }
        if !matching.isEmpty { return (own.isEmpty ? matching : own, nil) }
        // Every state of a transaction is documented, but few examples show another one than success.
        let inAnotherState = ofStatus.filter { !$0.responseTypes.isEmpty && $0.matchesInAnyState(codes) }
        if codes.transactionStatus != nil, !inAnotherState.isEmpty { return (inAnotherState, nil) }
        let withStatus = ofStatus.first { answer in codes.status.map { answer.status?.includes($0) ?? true } ?? false }
        let answer = withStatus ?? ofStatus.first ?? answers[0]
        guard let type = codes.responseType, let status = codes.status else { return ([answer], nil) }
        return (
            [answer],
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
