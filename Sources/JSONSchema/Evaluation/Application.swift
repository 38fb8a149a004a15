/// A subschema that is applied to a place of the instance, and how far the current rule has come.
struct Application {
    let subschema: Subschema.Index
    let place: Int
    /// The dynamic scope: which resources the evaluation came through.
    let scope: Int
    /// Whether a keyword needs to know which members or elements are evaluated.
    let collects: Bool
    /// The members or elements that keywords have evaluated so far.
    var evaluated = ChildSet()
    var progress = Progress()

    /// What a rule remembers between its requests.
    struct Progress {
        /// Whether the last requested subschema fits; nil before the first request.
        var answer: Bool?
        /// How many requests were made, or which member or element is next.
        var cursor = 0
        var isMet = true
        /// The numbers of the schemas, or of the elements, that fit.
        var fitting: [Int] = []
        /// The schemas that are still to be applied to the current member.
        var pending: [Subschema.Index] = []

        /// Takes note of the last answer. Returns false if the rule is violated and nobody wants to know more.
        mutating func goesOn(_ evaluator: Evaluator) -> Bool {
            if answer == false { isMet = false }
            answer = nil
            return isMet || evaluator.isReporting
        }
    }
}
