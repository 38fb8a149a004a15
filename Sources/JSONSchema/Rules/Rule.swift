/// A keyword of a subschema, or several keywords that work together, ready to judge instances.
///
/// A rule does not call the evaluation of other subschemas: it asks for it, and goes on when the answer is there. So the
/// depth of an evaluation is not limited by the stack of a thread.
protocol Rule: Sendable {
    /// The subschemas that are applied to the same value as the keyword.
    var appliedInPlace: [Subschema.Index] { get }

    /// The subschemas that are applied to members, elements and names of the value.
    var appliedBelow: [Subschema.Index] { get }

    /// Whether the rule needs the evaluated members and elements of the keywords beside it. Such rules are applied last.
    var needsEvaluatedChildren: Bool { get }

    /// Begins the rule, or goes on with the answer to the last request.
    func proceed(_ application: inout Application, _ evaluator: inout Evaluator) throws(JSONSchemaError) -> RuleStep
}

extension Rule {
    var appliedInPlace: [Subschema.Index] { [] }
    var appliedBelow: [Subschema.Index] { [] }
    var needsEvaluatedChildren: Bool { false }
}

/// What a rule wants next.
enum RuleStep {
    /// Nothing: it is decided whether the value follows the rule.
    case decided(Bool)
    /// To know whether a subschema fits a place.
    case apply(Request)

    static func apply(
        _ subschema: Subschema.Index, to place: Int, quietly: Bool = false
    ) -> RuleStep { .apply(Request(subschema: subschema, place: place, isQuiet: quietly)) }
}

/// A subschema to apply to a place.
struct Request {
    let subschema: Subschema.Index
    let place: Int
    /// Whether only the answer matters, and violations are not reported.
    var isQuiet = false
    /// Whether the subschema may say which members and elements it evaluates.
    var mayCollect = true
}

/// A rule that needs no subschemas.
protocol ValueRule: Rule {
    /// Whether the value follows the rule. If not, reports why.
    func isMet(in application: Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool
}

extension ValueRule {
    func proceed(
        _ application: inout Application, _ evaluator: inout Evaluator
    ) throws(JSONSchemaError) -> RuleStep {
        .decided(try isMet(in: application, by: &evaluator))
    }
}
