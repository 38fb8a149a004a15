/// A subschema that is applied to a place of the instance.
struct Application {
    let subschema: Subschema.Index
    let place: Int
    /// The dynamic scope: which resources the evaluation came through.
    let scope: Int
    /// Whether a keyword needs to know which members or elements are evaluated.
    var collects: Bool
    /// The members or elements that keywords have evaluated so far.
    var evaluated = ChildSet()
}
