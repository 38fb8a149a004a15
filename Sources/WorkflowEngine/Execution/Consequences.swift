import WorkflowModel

extension [ExpectationFailure] {
    /// Marks the failures that only follow from a refusal: the answer to a refused request has a message and codes of its
    /// own, and none of the data.
    func markingConsequences() -> [ExpectationFailure] {
        guard count > 1, let root = firstIndex(where: \.subject.isHTTP) ?? firstIndex(where: \.subject.tellsOutcome)
        else { return self }
        let isHTTP = self[root].subject.isHTTP
        return indices.map { index in
            var failure = self[index]
            if index != root, isHTTP ? failure.subject.isOfBody : failure.followsFromRefusal {
                failure.isConsequence = true
            }
            return failure
        }
    }
}

extension ExpectationFailure {
    fileprivate var followsFromRefusal: Bool {
        subject.tellsOutcome || subject.isContract || subject.isOfBody && (isOfMissingValue || subject.isMessage)
    }
}

extension Expectation.Subject {
    fileprivate var isOfBody: Bool {
        switch self {
        case .body, .text, .bytes, .contract: true
        case .http, .within, .header: false
        }
    }

    /// Whether it is the sentence in which the API says what happened.
    fileprivate var isMessage: Bool { text == "body.message" || text == "body $.message" }
}
