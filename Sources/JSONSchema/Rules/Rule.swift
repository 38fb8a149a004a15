/// A keyword of a subschema, or several keywords that work together, ready to judge instances.
protocol Rule: Sendable {
    /// The subschemas that are applied to the same value as the keyword.
    var appliedInPlace: [Subschema.Index] { get }

    /// The subschemas that are applied to members, elements and names of the value.
    var appliedBelow: [Subschema.Index] { get }

    /// Whether the rule needs the evaluated members and elements of the keywords beside it. Such rules are applied last.
    var needsEvaluatedChildren: Bool { get }

    /// Whether the value follows the rule. If not, reports why.
    func isMet(in application: inout Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool
}

extension Rule {
    var appliedInPlace: [Subschema.Index] { [] }
    var appliedBelow: [Subschema.Index] { [] }
    var needsEvaluatedChildren: Bool { false }
}
