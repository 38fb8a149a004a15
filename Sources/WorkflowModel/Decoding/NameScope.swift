import Expressions
import JSON
import Source
import Spelling

/// The names that an expression may use at its place, so that a misspelt name is found before the run.
struct NameScope: Sendable {
    private(set) var vars: Set<String> = []
    /// The fields of the workflow's `cases`; nil if it has no cases.
    var caseFields: Set<String>?
    /// Whether the cases could not be read; any field name may then exist.
    var hasUnknownCases = false
    /// The names to read from each earlier step, by step id: its captures, or the outputs of the workflow it uses.
    private(set) var steps: [String: Set<String>] = [:]
    private var unknownSteps: Set<String> = []
    private var problemCount = 0
    /// Whether there are too many problems for "did you mean" hints: nobody reads them, and they take the longest.
    private var hasManyProblems = false
    /// The path of the used workflow, by the id of the step that uses it.
    var usedWorkflows: [String: String] = [:]
    /// The ids of all steps of the workflow. A step that is not in `steps` runs later.
    var allSteps: Set<String> = []
    /// Where the current expression is, which decides what else it may use.
    var place = Place.beforeSteps
    /// Every variable that an expression has used so far.
    private(set) var referencedVariables: Set<String> = []
    /// Every case field that an expression has used, and the place of its first use.
    private(set) var referencedCaseFields: [String: SourceRange] = [:]
    /// What `DecodingContext.recordingReferences` collects.
    fileprivate var references = StepReferences()

    /// Where in a workflow an expression is.
    enum Place: Sendable {
        /// In `vars`, which are evaluated before any case.
        case variables
        /// In the rows of `cases`.
        case cases
        case beforeSteps
        /// In expectations and captures, which can use the step's own request and response.
        case exchange
    }

    mutating func addVariable(_ name: String) {
        vars.insert(name)
    }

    /// Adds a step whose outputs are unknown, because the workflow it uses could not be read.
    mutating func addUnknownStep(_ id: String) {
        steps[id] = []
        unknownSteps.insert(id)
    }

    mutating func addStep(_ id: String, captures: some Sequence<String>) {
        steps[id] = Set(captures)
    }

    /// The problems of an expression at this place.
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
            references.steps[name] = references.steps[name] ?? reference.range
            if reference.path.segments.count > 1, case .member(let capture) = reference.path.segments[1] {
                references.captures.insert(Step.CaptureName(step: name, name: capture))
            }
        case .env, .run, .request, .response: break
        }
    }

    private func check(_ reference: Reference) -> Diagnostic? {
        guard case .member(let first)? = reference.path.segments.first else {
            return .incompleteReference(
                reference, example: "\(reference.root.rawValue).\(reference.root.members[0])")
        }
        switch reference.root {
        case .vars:
            return vars.contains(first) ? nil : undefinedVariable(first, at: reference.range)
        case .caseFields:
            return checkCase(first, reference)
        case .steps:
            return checkStep(first, reference)
        case .request where place != .exchange, .response where place != .exchange:
            return .error(
                .noExchange, "'\(reference.root.rawValue)' exists only in 'expect' and 'capture'",
                at: reference.range)
        case .env, .run, .request, .response:
            let known = reference.root.members.map { String($0.prefix { $0 != "." }) }
            return known.contains(first) ? nil : .unknownMember(reference, first, known: known)
        }
    }

    private func checkCase(_ name: String, _ reference: Reference) -> Diagnostic? {
        if place == .variables || place == .cases {
            return .error(
                .undefinedCaseField, "'vars' and 'cases' have their values before any case", at: reference.range,
                help: "use '\(reference.text)' in the steps")
        }
        if hasUnknownCases { return nil }
        guard let caseFields else {
            return .error(
                .undefinedCaseField, "this workflow has no 'cases'", at: reference.range,
                help: "add 'cases', or read a variable with vars.NAME")
        }
        if caseFields.contains(name) { return nil }
        return .undefined(
            .undefinedCaseField, "no case has a field '\(name)'", name, known: listed(caseFields), prefix: "case.",
            at: reference.range, listing: "the fields of the cases")
    }

    private func checkStep(_ id: String, _ reference: Reference) -> Diagnostic? {
        if place == .variables || place == .cases {
            return .error(
                .stepRunsLater, "'vars' and 'cases' have their values before any step", at: reference.range,
                help: "use '\(reference.text)' in the steps")
        }
        if unknownSteps.contains(id) { return nil }
        if let problem = checkExchange(of: id, reference) { return problem }
        guard let captures = steps[id] else {
            if allSteps.contains(id) {
                return .error(
                    .stepRunsLater, "the step '\(id)' has not run yet here", at: reference.range,
                    help: "use it in a later step")
            }
            return .undefined(
                .undefinedStep, "no step has the id '\(id)'", id, known: listed(allSteps), prefix: "steps.",
                at: reference.range, listing: "the steps with an id", otherNote: "give the step that you mean an 'id'")
        }
        guard reference.path.segments.count > 1, case .member(let name) = reference.path.segments[1] else {
            return .incompleteReference(reference, example: "steps.\(id).\(captures.min() ?? "NAME")")
        }
        if captures.contains(name) { return nil }
        let help = helpForLevel(name, of: id, captures, reference)
        if let path = usedWorkflows[id] {
            return .undefined(
                .undefinedOutput, "'\(path)' has no output '\(name)'", name, known: listed(captures),
                at: reference.range, help: help, otherHelp: "add it to the 'outputs' of that workflow",
                listing: "its outputs")
        }
        return .undefined(
            .undefinedCapture, "the step '\(id)' does not capture '\(name)'", name, known: listed(captures),
            at: reference.range, help: help, otherHelp: "add it to the step's 'capture'", listing: "it captures")
    }

    /// The problem of `steps.ID.request`: a request is known only in the step's own `expect`.
    private func checkExchange(of id: String, _ reference: Reference) -> Diagnostic? {
        let names = reference.path.memberNames.dropFirst()
        guard names.first == "request", !(steps[id]?.contains("request") ?? false) else { return nil }
        let rest = names.dropFirst().filter { $0 != "body" && $0 != "query" }
        let isOwn = place == .exchange && steps[id] == nil
        return .error(
            .unknownName, "'\(reference.text)' does not exist", at: reference.range,
            help: isOwn
                ? "write request.body.\(rest.last ?? "NAME")"
                : "set it with a variable, and use vars.\(rest.last ?? "NAME") in both steps",
            notes: [Diagnostic.Note("a step's request is known only in its own 'expect': request.body, request.query")])
    }

    /// What to write instead of a level that other tools have between a step and its values, as in `steps.ID.outputs.NAME`.
    private func helpForLevel(
        _ level: String, of id: String, _ captures: Set<String>, _ reference: Reference
    ) -> String? {
        let names = Array(reference.path.memberNames.dropFirst(2))
        switch level.lowercased() {
        case "output", "outputs", "capture", "captures", "captured", "vars", "result", "results":
            guard let name = names.first else { return captures.min().map { "write steps.\(id).\($0)" } }
            if captures.contains(name) { return "write steps.\(id).\(name)" }
            return closestName(to: name, among: listed(captures)).map { "did you mean 'steps.\(id).\($0)'?" }
        case "response", "body", "data":
            let path = (level == "data" ? [level] : []) + names.filter { $0 != "body" }
            guard usedWorkflows[id] == nil, let name = path.last, isIdentifier(name) else { return nil }
            if captures.contains(name) { return "write steps.\(id).\(name)" }
            return "add capture: { \(name): \(path.joined(separator: ".")) } to the step, and write steps.\(id).\(name)"
        default: return nil
        }
    }

    private func undefinedVariable(_ name: String, at range: SourceRange) -> Diagnostic {
        let known = listed(vars)
        let isInVariables = place == .variables
        return .undefined(
            .undefinedVariable, "undefined variable '\(name)'", name, known: known, prefix: "vars.", at: range,
            listing: isInVariables ? nil : "the variables here",
            otherNote: isInVariables
                ? "a variable can only use variables before it"
                : "this workflow has no 'vars'; add one, or give --var \(name)=VALUE")
    }

    /// The names to suggest in messages.
    private func listed(_ names: Set<String>) -> [String] { hasManyProblems ? [] : names.sorted() }
}

/// The steps and captures that expressions use.
struct StepReferences {
    /// The place of the first use of each step.
    var steps: [String: SourceRange] = [:]
    var captures: Set<Step.CaptureName> = []
}

extension DecodingContext {
    /// What `decode` returns, and what the expressions that it read refer to.
    mutating func recordingReferences<Result>(
        _ decode: (inout DecodingContext) -> Result
    ) -> (Result, references: StepReferences) {
        let outer = names.references
        defer { names.references = outer }
        names.references = StepReferences()
        return (decode(&self), names.references)
    }
}

extension Diagnostic {
    /// `help` is nil for the known name that is similar; `otherHelp` is the help if there is none, and `otherNote` the note if
    /// there is nothing to list.
    fileprivate static func undefined(
        _ id: ID, _ message: String, _ name: String, known: [String], prefix: String = "", at range: SourceRange,
        help: String? = nil, otherHelp: String? = nil, listing: String?, otherNote: String? = nil
    ) -> Diagnostic {
        let listed = known.isEmpty ? nil : listing.map { "\($0): \(known.joined(separator: ", "))" }
        return .error(
            id, message, at: range,
            help: help ?? closestName(to: name, among: known).map { "did you mean '\(prefix)\($0)'?" } ?? otherHelp,
            notes: [listed ?? otherNote].compactMap { $0.map { Note($0) } })
    }

    fileprivate static func unknownMember(_ reference: Reference, _ name: String, known: [String]) -> Diagnostic {
        let listed = "\(reference.root.rawValue) has: \(known.joined(separator: ", "))"
        let help: String? =
            closestName(to: name, among: known).map { "did you mean '\(reference.root.rawValue).\($0)'?" }
            ?? helpForMember(name, of: reference)
        return .error(
            .unknownName, "'\(reference.text)' does not exist", at: reference.range, help: help ?? listed,
            notes: help == nil ? [] : [Note(listed)])
    }

    /// What to write instead of a member that the group does not have, but that other tools have there.
    private static func helpForMember(_ name: String, of reference: Reference) -> String? {
        switch reference.root {
        case .env: Reference.helpForProcessVariable(name)
        case .request: "write request.body.\(reference.path.text)"
        case .response where ["status", "status_code", "statuscode", "code"].contains(name.lowercased()):
            "write response.http"
        case .response where name == "json": "write response.body"
        case .response: "write response.body.\(reference.path.text)"
        default: nil
        }
    }

    fileprivate static func incompleteReference(_ reference: Reference, example: String) -> Diagnostic {
        .error(
            .incompleteReference, "'\(reference.text)' is not a value", at: reference.range,
            help: "write \(example)")
    }
}

extension MemberPath {
    fileprivate var memberNames: [String] {
        segments.compactMap(\.name)
    }
}
