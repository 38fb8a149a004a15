import JSON
import YAMLSource

/// The names that an expression may use at the place where it stands, so that a misspelt one is found before the run.
struct NameScope: Sendable {
    private(set) var vars: Set<String> = []
    /// The captures of the steps that have run by here, by step id.
    private(set) var steps: [String: Set<String>] = [:]
    /// The ids of all steps of the workflow: one that is not in `steps` runs later.
    var allSteps: Set<String> = []
    /// Every variable that an expression has named so far.
    private(set) var referencedVariables: Set<String> = []
    /// True in expectations and captures, where the step's own exchange is there.
    var hasExchange = false

    mutating func addVariable(_ name: String) {
        vars.insert(name)
    }

    mutating func addStep(_ id: String, captures: some Sequence<String>) {
        steps[id] = Set(captures)
    }

    mutating func check(_ expression: Expression) -> [Diagnostic] {
        switch expression {
        case .literal: return []
        case .reference(let reference):
            if reference.root == .vars, case .member(let name)? = reference.path.segments.first {
                referencedVariables.insert(name)
            }
            return check(reference).map { [$0] } ?? []
        case .call(let call): return call.arguments.flatMap { check($0) }
        }
    }

    private func check(_ reference: Reference) -> Diagnostic? {
        guard case .member(let first)? = reference.path.segments.first else {
            return .incompleteReference(
                reference, example: "\(reference.root.rawValue).\(Self.example(of: reference.root))")
        }
        switch reference.root {
        case .vars:
            return vars.contains(first) ? nil : .undefinedVariable(first, known: vars.sorted(), at: reference.range)
        case .steps:
            return checkStep(first, reference)
        case .env:
            let known = ["name", "initiator_id"]
            return known.contains(first) ? nil : .unknownMember(reference, known: known)
        case .run:
            return first == "id" ? nil : .unknownMember(reference, known: ["id"])
        case .request, .response:
            guard hasExchange else { return .noExchange(reference) }
            let known = Self.exchangeMembers(of: reference.root)
            return known.contains(first) ? nil : .unknownMember(reference, known: known)
        }
    }

    private func checkStep(_ id: String, _ reference: Reference) -> Diagnostic? {
        guard let captures = steps[id] else {
            return allSteps.contains(id)
                ? .stepRunsLater(id, at: reference.range)
                : .undefinedStep(id, known: allSteps.sorted(), at: reference.range)
        }
        guard reference.path.segments.count > 1, case .member(let name) = reference.path.segments[1] else {
            return .incompleteReference(reference, example: "steps.\(id).\(captures.sorted().first ?? "NAME")")
        }
        return captures.contains(name)
            ? nil : .undefinedCapture(name, of: id, known: captures.sorted(), at: reference.range)
    }

    private static func exchangeMembers(of root: Reference.Root) -> [String] {
        root == .request ? ["body", "query"] : ["body", "headers", "http"]
    }

    private static func example(of root: Reference.Root) -> String {
        switch root {
        case .vars: "NAME"
        case .steps: "ID.NAME"
        case .env: "name"
        case .run: "id"
        case .request, .response: "body.NAME"
        }
    }
}

extension Diagnostic {
    fileprivate static func undefinedVariable(_ name: String, known: [String], at range: SourceRange) -> Diagnostic {
        .error(
            "undefined_variable", "undefined variable '\(name)'", at: range,
            suggestion: closestName(to: name, among: known).map { "did you mean 'vars.\($0)'?" },
            notes: [
                Note(
                    known.isEmpty
                        ? "this workflow has no 'vars'; add one, or give --var \(name)=VALUE"
                        : "the variables here: \(known.joined(separator: ", "))")
            ])
    }

    fileprivate static func undefinedStep(_ id: String, known: [String], at range: SourceRange) -> Diagnostic {
        .error(
            "undefined_step", "no step has the id '\(id)'", at: range,
            suggestion: closestName(to: id, among: known).map { "did you mean 'steps.\($0)'?" },
            notes: known.isEmpty ? [Note("give the step that you mean an 'id'")] : [])
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
