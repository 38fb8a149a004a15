import JSON
import RegularExpressions

/// Applies a schema to one instance.
struct Evaluator {
    /// The result of a subschema at a place.
    struct Outcome {
        var isValid = true
        /// What the subschema has evaluated, if that is collected and it is valid.
        var evaluated = ChildSet()
    }

    let schema: CompiledSchema
    var instance: Instance
    var scopes: DynamicScopes
    /// Nil while only the result matters, such as in `not`.
    var report: Report?
    /// The targets of dynamic references that are being evaluated.
    var activeTargets: Set<EvaluationKey> = []
    var budget: StepBudget

    private var outcomes: [EvaluationKey: Outcome] = [:]
    var depth = 0

    /// A level of the instance takes a few levels of evaluation: a subschema, what it refers to, and its branches.
    static let maximumDepth = 4_000

    init(_ schema: CompiledSchema, instance: JSONValue, limit: Int, maximumSteps: Int) throws(JSONSchemaError) {
        self.schema = schema
        self.instance = try Instance(instance)
        scopes = DynamicScopes(schema.dynamicAnchors)
        report = Report(limit: limit, explanations: 2)
        budget = StepBudget(maximum: maximumSteps)
    }

    /// All violations, up to the limit.
    mutating func violations() throws(JSONSchemaError) -> [Violation] {
        _ = try evaluate(schema.root, at: 0, scope: 0, collects: false)
        return report?.violations ?? []
    }

    private mutating func evaluate(
        _ index: Subschema.Index, at place: Int, scope: Int, collects: Bool
    ) throws(JSONSchemaError) -> Outcome {
        let subschema = schema.subschemas[index]
        budget.location = subschema.location
        try charge(1)
        let scope = schema.usesDynamicScope ? scopes.extended(scope, by: subschema.resource) : 0
        let key = EvaluationKey(subschema: index, place: place, scope: scope, collects: collects)
        if subschema.isShared, let known = outcomes[key], known.isValid || !isReporting || hasReported(key) {
            return known
        }
        guard depth < Evaluator.maximumDepth else {
            throw JSONSchemaError(
                "the schema and the value together are nested too deeply", at: subschema.location)
        }
        depth += 1
        let outcome = try evaluate(subschema.rules, key)
        depth -= 1
        if subschema.isShared {
            outcomes[key] = outcome
            if !outcome.isValid { report?.markReported(key) }
        }
        return outcome
    }

    private mutating func evaluate(_ rules: [any Rule], _ key: EvaluationKey) throws(JSONSchemaError) -> Outcome {
        var outcome = Outcome()
        var application = Application(
            subschema: key.subschema, place: key.place, scope: key.scope,
            collects: key.collects || rules.last?.needsEvaluatedChildren == true)
        for rule in rules {
            // After a violation it is not known what the other keywords would have evaluated.
            if rule.needsEvaluatedChildren, !outcome.isValid { break }
            if try rule.isMet(in: &application, by: &self) { continue }
            outcome.isValid = false
            guard isReporting else { break }
        }
        if outcome.isValid, key.collects { outcome.evaluated = application.evaluated }
        return outcome
    }

    private func hasReported(_ key: EvaluationKey) -> Bool { report?.hasReported(key) == true }
}

// What rules apply.
extension Evaluator {
    /// Whether a subschema fits the same place. If so, takes over what it evaluated.
    mutating func fits(
        _ subschema: Subschema.Index, in application: inout Application
    ) throws(JSONSchemaError) -> Bool {
        let outcome = try evaluate(
            subschema, at: application.place, scope: application.scope, collects: application.collects)
        if outcome.isValid, application.collects {
            try charge(outcome.evaluated.weight)
            application.evaluated.formUnion(outcome.evaluated)
        }
        return outcome.isValid
    }

    /// Whether a subschema fits a member, an element or a name.
    mutating func fits(
        _ subschema: Subschema.Index, child: Int, of application: Application
    ) throws(JSONSchemaError) -> Bool {
        try evaluate(subschema, at: child, scope: application.scope, collects: false).isValid
    }

    /// Whether a subschema fits a member. If it is `false`, the member itself is what must not be there.
    mutating func fits(
        _ subschema: Subschema.Index, member: Int, of application: Application
    ) throws(JSONSchemaError) -> Bool {
        guard schema.subschemas[subschema].isFalse else {
            return try fits(subschema, child: member, of: application)
        }
        return failAtChild(subschema, in: application) {
            "the member \(Excerpt.quoted($0.name(of: member)?.text ?? "")) is not allowed"
        }
    }

    /// The same as `fits(_:in:)`, without reports.
    mutating func fitsQuietly(
        _ subschema: Subschema.Index, in application: inout Application
    ) throws(JSONSchemaError) -> Bool {
        let saved = report
        report = nil
        defer { report = saved }
        return try fits(subschema, in: &application)
    }

    /// The same as `fits(_:child:of:)`, without reports.
    mutating func fitsQuietly(
        _ subschema: Subschema.Index, child: Int, of application: Application
    ) throws(JSONSchemaError) -> Bool {
        let saved = report
        report = nil
        defer { report = saved }
        return try fits(subschema, child: child, of: application)
    }

    func key(_ subschema: Subschema.Index, in application: Application) -> EvaluationKey {
        EvaluationKey(
            subschema: subschema, place: application.place, scope: application.scope, collects: application.collects)
    }

    mutating func charge(_ steps: Int) throws(JSONSchemaError) { try budget.charge(steps) }

    /// Whether the pattern matches a part of the text.
    mutating func isFound(
        _ pattern: RegularExpression, in text: String, location: SchemaLocation
    ) throws(JSONSchemaError) -> Bool {
        try charge(10 + text.utf8.count / 64)
        do {
            return try pattern.isFound(in: text)
        } catch {
            throw JSONSchemaError(error.message, at: location)
        }
    }
}

// What rules report.
extension Evaluator {
    /// Whether further violations are wanted.
    var isReporting: Bool { report.map { !$0.isFull } ?? false }

    func location(of keyword: String, in application: Application) -> SchemaLocation {
        schema.subschemas[application.subschema].location.appending([.name(keyword)])
    }

    /// Reports a violation of a keyword; nil stands for the subschema itself. Returns false.
    mutating func fail(
        _ keyword: String?, in application: Application, _ message: (Instance) -> String
    ) -> Bool {
        guard isReporting else { return false }
        let location = schema.subschemas[application.subschema].location
        fail(at: keyword.map { location.appending([.name($0)]) } ?? location, application.place, message)
        return false
    }

    /// Reports that a subschema for children is not met, as a violation of the value with the children. Returns false.
    mutating func failAtChild(
        _ subschema: Subschema.Index, in application: Application, _ message: (Instance) -> String
    ) -> Bool {
        guard isReporting else { return false }
        fail(at: schema.subschemas[subschema].location, application.place, message)
        return false
    }

    private mutating func fail(at location: SchemaLocation, _ place: Int, _ message: (Instance) -> String) {
        let name = instance.isName(place) ? "the name \(Excerpt.quoted(instance.value(at: place).writtenOut)): " : ""
        report?.add(
            Violation(
                instancePath: instance.path(of: place), keywordLocation: location, message: name + message(instance)))
    }
}
