import JSON

/// Applies a schema to one instance. The subschemas that wait for others are in a list, not on the stack of the thread.
struct Evaluator {
    /// A subschema at a place whose rules are being applied.
    private struct Frame {
        let key: EvaluationKey
        let request: Request
        var application: Application
        var nextRule = 0
        var isValid = true
    }

    /// The result of a subschema at a place.
    private struct Outcome {
        let isValid: Bool
        /// What the subschema has evaluated, if that is collected and it is valid.
        let evaluated: ChildSet
    }

    let schema: CompiledSchema
    var instance: Instance
    var scopes: DynamicScopes
    var report: Report
    /// The targets of dynamic references that are being evaluated.
    var activeTargets: Set<EvaluationKey> = []
    var budget: StepBudget
    /// Asked once: rules ask for each value.
    private let hidden = HiddenTexts.current

    /// The subschema that was begun last.
    private var current: Subschema.Index
    /// How many of the frames want no reports.
    private var quietFrames = 0
    private var frames: [Frame] = []
    private var outcomes: [EvaluationKey: Outcome] = [:]

    /// So many frames take about 50 MB.
    private static let maximumDepth = 200_000

    init(_ schema: CompiledSchema, instance: JSONValue, limit: Int, maximumSteps: Int) throws(JSONSchemaError) {
        self.schema = schema
        current = schema.root
        self.instance = try Instance(instance)
        scopes = DynamicScopes(schema.dynamicAnchors)
        report = Report(limit: limit, explanations: 2)
        budget = StepBudget(maximum: maximumSteps)
    }

    /// All violations, up to the limit.
    mutating func violations() throws(JSONSchemaError) -> [Violation] {
        do {
            _ = try evaluate(schema.root, at: 0, scope: 0)
        } catch {
            // With a violation the value is invalid, whatever could not be decided.
            if report.violations.isEmpty { throw error }
        }
        return report.violations
    }

    /// Says that the characters of the value at a place decide about a rule.
    func willRead(_ place: Int) { hidden?.willRead(instance.value(at: place)) }

    /// Must be called before a rule reads the characters of the name of a property.
    func willRead(_ text: String) { hidden?.willRead(.string(text)) }

    /// Whether further violations are wanted.
    var isReporting: Bool { quietFrames == 0 && !report.isFull }

    private mutating func evaluate(
        _ subschema: Subschema.Index, at place: Int, scope: Int
    ) throws(JSONSchemaError) -> Bool {
        let outer = frames.count
        var outcome = try begin(Request(subschema: subschema, place: place), scope: scope, collects: false)
        while frames.count > outer {
            if quietFrames == 0, report.isFull { return false }
            var frame = frames.removeLast()
            if let answer = outcome { try take(answer, &frame) }
            outcome = try proceed(&frame)
        }
        return outcome?.isValid ?? true
    }

    /// The outcome if it is known. Otherwise adds a frame that finds it.
    private mutating func begin(
        _ request: Request, scope: Int, collects: Bool
    ) throws(JSONSchemaError) -> Outcome? {
        let index = request.subschema
        current = index
        try charge(1)
        let scope =
            schema.usesDynamicScope ? scopes.extended(scope, by: schema.subschemas[index].resource) : 0
        let key = EvaluationKey(
            subschema: index, place: request.place, scope: scope, collects: collects && request.mayCollect)
        let isReporting = isReporting && !request.isQuiet
        if schema.subschemas[index].isShared, let known = outcomes[key],
            known.isValid || !isReporting || report.hasReported(key)
        {
            return known
        }
        guard frames.count < Evaluator.maximumDepth else {
            throw JSONSchemaError(
                "the schema and the value together are nested too deeply", at: schema.subschemas[index].location)
        }
        let collects = key.collects || schema.subschemas[index].rules.last?.needsEvaluatedChildren == true
        if request.isQuiet { quietFrames += 1 }
        frames.append(
            Frame(
                key: key, request: request,
                application: Application(
                    subschema: index, place: key.place, scope: scope, collects: collects)))
        return nil
    }

    private mutating func take(_ answer: Outcome, _ frame: inout Frame) throws(JSONSchemaError) {
        frame.application.progress.answer = answer.isValid
        guard answer.isValid, frame.application.collects else { return }
        try charge(answer.evaluated.weight)
        frame.application.evaluated.formUnion(answer.evaluated)
    }

    /// Applies the rules of a frame until one of them needs another subschema, or all are decided.
    private mutating func proceed(_ frame: inout Frame) throws(JSONSchemaError) -> Outcome? {
        let rules = schema.subschemas[frame.key.subschema].rules
        while frame.nextRule < rules.count {
            let rule = rules[frame.nextRule]
            // After a violation it is not known what the other keywords would have evaluated.
            if rule.needsEvaluatedChildren, !frame.isValid { break }
            switch try rule.proceed(&frame.application, &self) {
            case .apply(let request):
                let (scope, place) = (frame.application.scope, frame.application.place)
                let collects = frame.application.collects && request.place == place
                frames.append(frame)
                return try begin(request, scope: scope, collects: collects)
            case .decided(let isMet):
                frame.nextRule += 1
                frame.application.progress = Application.Progress()
                if isMet { continue }
                frame.isValid = false
                if !isReporting { frame.nextRule = rules.count }
            }
        }
        return finish(frame)
    }

    private mutating func finish(_ frame: Frame) -> Outcome {
        let evaluated = frame.isValid && frame.key.collects ? frame.application.evaluated : ChildSet()
        let outcome = Outcome(isValid: frame.isValid, evaluated: evaluated)
        if schema.subschemas[frame.key.subschema].isShared {
            outcomes[frame.key] = outcome
            if !frame.isValid, quietFrames == 0 { report.markReported(frame.key) }
        }
        if frame.request.isQuiet { quietFrames -= 1 }
        return outcome
    }
}

extension Evaluator {
    mutating func charge(_ steps: Int) throws(JSONSchemaError) {
        guard !budget.charge(steps) else { return }
        throw JSONSchemaError(
            "the schema takes too long on this value: more than \(budget.maximum) steps, or too much work for its "
                + "patterns",
            help: "let fewer branches of 'anyOf', 'oneOf' and 'allOf' apply to the same value",
            at: schema.subschemas[current].location)
    }

    /// What a subschema reports at a place, apart from the report of the evaluation; nil if that is not known.
    mutating func explanation(
        _ subschema: Subschema.Index, at place: Int, scope: Int, explanations: Int
    ) -> [Violation]? {
        let saved = (report, frames.count, quietFrames, activeTargets)
        defer {
            frames.removeSubrange(saved.1...)
            (report, quietFrames, activeTargets) = (saved.0, saved.2, saved.3)
        }
        report = Report(limit: 4, explanations: explanations)
        quietFrames = 0
        // An explanation that takes too long, or needs what cannot be decided, is left out.
        guard let fits = try? evaluate(subschema, at: place, scope: scope), !fits else { return nil }
        return report.violations
    }
}
