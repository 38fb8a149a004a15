import JSON
import Spelling
import YAMLSource

/// The names that an expression may use at the place where it stands, so that a misspelt one is found before the run.
struct NameScope: Sendable {
    private(set) var vars: Set<String> = []
    /// The fields of the rows of `cases`; nil where the workflow has none.
    var caseFields: Set<String>?
    /// True where the cases could not be read: then any field may be one of them.
    var hasUnknownCases = false
    /// The captures of the steps that have run by here, by step id; the outputs of those that use a workflow.
    private(set) var steps: [String: Set<String>] = [:]
    private var unknownSteps: Set<String> = []
    private var problemCount = 0
    /// True where so much is wrong that nobody reads what each could have meant; to find that takes the longest.
    private var hasManyProblems = false
    /// The steps that use a workflow, with its path.
    var usedWorkflows: [String: String] = [:]
    /// The ids of all steps of the workflow: one that is not in `steps` runs later.
    var allSteps: Set<String> = []
    /// What an expression may refer to here, beside the names above.
    var place = Place.beforeSteps
    /// Every variable that an expression has named so far.
    private(set) var referencedVariables: Set<String> = []
    /// Every field of a case that an expression has named, and where first.
    private(set) var referencedCaseFields: [String: SourceRange] = [:]
    /// The steps that expressions have named since this was emptied last, and where first.
    var referencedSteps: [String: SourceRange] = [:]
    /// The captures that expressions have named since this was emptied last.
    var referencedCaptures: Set<Step.CaptureName> = []

    /// Where in a workflow an expression stands.
    enum Place: Sendable {
        /// In `vars`, which have their values before any case.
        case variables
        /// In the rows of `cases`.
        case cases
        case beforeSteps
        /// In expectations and captures, where the step's own exchange is there.
        case exchange
    }

    mutating func addVariable(_ name: String) {
        vars.insert(name)
    }

    /// A step of which is not known what it captures, because what it uses could not be read.
    mutating func addUnknownStep(_ id: String) {
        steps[id] = []
        unknownSteps.insert(id)
    }

    mutating func addStep(_ id: String, captures: some Sequence<String>) {
        steps[id] = Set(captures)
    }

    /// What is wrong with an expression that stands here.
    mutating func check(_ expression: Expression) -> [Diagnostic] {
        defer { hasManyProblems = problemCount >= 100 }
        var references: [Reference] = []
        expression.forEachReference { references.append($0) }
        for reference in references { note(reference) }
        let problems = references.compactMap(check) + expression.typeProblems
        problemCount += problems.count
        return problems
    }

    private mutating func note(_ reference: Reference) {
        guard case .member(let name)? = reference.path.segments.first else { return }
        switch reference.root {
        case .vars: referencedVariables.insert(name)
        case .caseFields: referencedCaseFields[name] = referencedCaseFields[name] ?? reference.range
        case .steps:
            referencedSteps[name] = referencedSteps[name] ?? reference.range
            if reference.path.segments.count > 1, case .member(let capture) = reference.path.segments[1] {
                referencedCaptures.insert(Step.CaptureName(step: name, name: capture))
            }
        case .env, .run, .request, .response: break
        }
    }

    private func check(_ reference: Reference) -> Diagnostic? {
        guard case .member(let first)? = reference.path.segments.first else {
            return .incompleteReference(
                reference, example: "\(reference.root.rawValue).\(Self.example(of: reference.root))")
        }
        switch reference.root {
        case .vars:
            return vars.contains(first)
                ? nil
                : .undefinedVariable(
                    first, known: listed(vars), isInVariables: place == .variables, at: reference.range)
        case .caseFields:
            return checkCase(first, reference)
        case .steps:
            return checkStep(first, reference)
        case .env:
            let known = ["name", "initiator_id"]
            return known.contains(first) ? nil : .unknownMember(reference, known: known)
        case .run:
            return first == "id" ? nil : .unknownMember(reference, known: ["id"])
        case .request, .response:
            guard place == .exchange else { return .noExchange(reference) }
            let known = Self.exchangeMembers(of: reference.root)
            return known.contains(first) ? nil : .unknownMember(reference, known: known)
        }
    }

    private func checkCase(_ name: String, _ reference: Reference) -> Diagnostic? {
        if place == .variables || place == .cases { return .caseBeforeCases(reference) }
        if hasUnknownCases { return nil }
        guard let caseFields else { return .noCases(reference) }
        return caseFields.contains(name)
            ? nil : .undefinedCaseField(name, known: listed(caseFields), at: reference.range)
    }

    private func checkStep(_ id: String, _ reference: Reference) -> Diagnostic? {
        if place == .variables || place == .cases { return .stepBeforeSteps(reference) }
        if unknownSteps.contains(id) { return nil }
        guard let captures = steps[id] else {
            return allSteps.contains(id)
                ? .stepRunsLater(id, at: reference.range)
                : .undefinedStep(id, known: listed(allSteps), at: reference.range)
        }
        guard reference.path.segments.count > 1, case .member(let name) = reference.path.segments[1] else {
            return .incompleteReference(reference, example: "steps.\(id).\(captures.sorted().first ?? "NAME")")
        }
        if captures.contains(name) { return nil }
        if let path = usedWorkflows[id] {
            return .undefinedOutput(name, of: path, known: captures.sorted(), at: reference.range)
        }
        return .undefinedCapture(name, of: id, known: captures.sorted(), at: reference.range)
    }

    /// Names to choose from, in messages.
    private func listed(_ names: Set<String>) -> [String] { hasManyProblems ? [] : names.sorted() }

    private static func exchangeMembers(of root: Reference.Root) -> [String] {
        root == .request ? ["body", "query"] : ["body", "headers", "http"]
    }

    private static func example(of root: Reference.Root) -> String {
        switch root {
        case .vars, .caseFields: "NAME"
        case .steps: "ID.NAME"
        case .env: "name"
        case .run: "id"
        case .request, .response: "body.NAME"
        }
    }
}

extension Expression {
    /// Where something stands that can never be true or false, although that is needed.
    fileprivate var typeProblems: [Diagnostic] {
        switch self {
        case .literal, .reference: []
        case .call(let call): call.arguments.flatMap(\.typeProblems)
        case .comparison(let comparison): comparison.left.typeProblems + comparison.right.typeProblems
        case .not(let expression, let range): expression.truthProblems(at: range) + expression.typeProblems
        case .all(let operands), .any(let operands):
            operands.flatMap { $0.expression.truthProblems(at: $0.range) + $0.expression.typeProblems }
        }
    }

    /// What is wrong where the expression has to be true or false, as far as it can be told without its values.
    func truthProblems(at range: SourceRange) -> [Diagnostic] {
        switch self {
        case .literal(.bool), .reference, .comparison, .not, .all, .any: []
        case .literal(let value): [.notTrueOrFalse(value.serialized, at: range)]
        case .call(let call): [.notTrueOrFalse("the result of \(call.function.name)()", at: range)]
        }
    }
}

extension Diagnostic {
    static func notTrueOrFalse(_ found: String, at range: SourceRange) -> Diagnostic {
        .error(
            "not_true_or_false", "true or false is needed here, found \(found)", at: range,
            suggestion: "compare it, such as vars.NAME == 'text'")
    }

    fileprivate static func undefinedVariable(
        _ name: String, known: [String], isInVariables: Bool, at range: SourceRange
    ) -> Diagnostic {
        .error(
            "undefined_variable", "undefined variable '\(name)'", at: range,
            suggestion: closestName(to: name, among: known).map { "did you mean 'vars.\($0)'?" },
            notes: [
                Note(
                    isInVariables
                        ? "a variable can use those that stand before it"
                        : known.isEmpty
                            ? "this workflow has no 'vars'; add one, or give --var \(name)=VALUE"
                            : "the variables here: \(known.joined(separator: ", "))")
            ])
    }

    fileprivate static func stepBeforeSteps(_ reference: Reference) -> Diagnostic {
        .error(
            "step_runs_later", "'vars' and 'cases' have their values before any step", at: reference.range,
            suggestion: "use '\(reference.text)' in the steps")
    }

    fileprivate static func undefinedOutput(
        _ name: String, of path: String, known: [String], at range: SourceRange
    ) -> Diagnostic {
        .error(
            "undefined_output", "'\(path)' has no output '\(name)'", at: range,
            suggestion: closestName(to: name, among: known).map { "did you mean '\($0)'?" }
                ?? "add it to the 'outputs' of that workflow",
            notes: known.isEmpty ? [] : [Note("its outputs: \(known.joined(separator: ", "))")])
    }

    fileprivate static func noCases(_ reference: Reference) -> Diagnostic {
        .error(
            "undefined_case_field", "this workflow has no 'cases'", at: reference.range,
            suggestion: "add 'cases', or read a variable with vars.NAME")
    }

    fileprivate static func caseBeforeCases(_ reference: Reference) -> Diagnostic {
        .error(
            "undefined_case_field", "'vars' and 'cases' have their values before any case", at: reference.range,
            suggestion: "use '\(reference.text)' in the steps")
    }

    fileprivate static func undefinedCaseField(_ name: String, known: [String], at range: SourceRange) -> Diagnostic {
        .error(
            "undefined_case_field", "no case has a field '\(name)'", at: range,
            suggestion: closestName(to: name, among: known).map { "did you mean 'case.\($0)'?" },
            notes: [Note("the fields of the cases: \(known.joined(separator: ", "))")])
    }

    fileprivate static func undefinedStep(_ id: String, known: [String], at range: SourceRange) -> Diagnostic {
        .error(
            "undefined_step", "no step has the id '\(id)'", at: range,
            suggestion: closestName(to: id, among: known).map { "did you mean 'steps.\($0)'?" },
            notes: [
                Note(
                    known.isEmpty
                        ? "give the step that you mean an 'id'"
                        : "the steps with an id: \(known.joined(separator: ", "))")
            ])
    }

    fileprivate static func stepRunsLater(_ id: String, at range: SourceRange) -> Diagnostic {
        .error(
            "step_runs_later", "the step '\(id)' has not run yet here", at: range, suggestion: "use it in a later step")
    }

    fileprivate static func undefinedCapture(
        _ name: String, of id: String, known: [String], at range: SourceRange
    ) -> Diagnostic {
        .error(
            "undefined_capture", "the step '\(id)' does not capture '\(name)'", at: range,
            suggestion: closestName(to: name, among: known).map { "did you mean '\($0)'?" }
                ?? "add it to the step's 'capture'",
            notes: known.isEmpty ? [] : [Note("it captures: \(known.joined(separator: ", "))")])
    }

    fileprivate static func unknownMember(_ reference: Reference, known: [String]) -> Diagnostic {
        .error(
            "unknown_name", "'\(reference.text)' does not exist", at: reference.range,
            suggestion: "\(reference.root.rawValue) has: \(known.joined(separator: ", "))")
    }

    fileprivate static func incompleteReference(_ reference: Reference, example: String) -> Diagnostic {
        .error(
            "incomplete_reference", "'\(reference.text)' is not a value", at: reference.range,
            suggestion: "write \(example)")
    }

    fileprivate static func noExchange(_ reference: Reference) -> Diagnostic {
        .error(
            "no_exchange", "'\(reference.root.rawValue)' exists only in 'expect' and 'capture'", at: reference.range)
    }
}
