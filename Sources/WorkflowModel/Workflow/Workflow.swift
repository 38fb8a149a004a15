import Expressions
import JSON
import Source

/// A workflow file, decoded and checked.
package struct Workflow: Sendable {
    package let file: SourceFile
    package let name: Located<String>?
    /// The environment that it runs in, unless `--env` names another.
    package let environment: Located<String>?
    package let description: String?
    package let tags: [Located<String>]
    /// Overrides the environment's credentials.
    package let credentials: CredentialReferences
    package private(set) var variables: [Variable]
    /// The workflow runs once for each case, or once if there are no cases.
    package let cases: TestCases
    /// Steps that run before the others.
    package let setup: [Step]
    package let steps: [Step]
    /// Steps that run after the others, even after a failure.
    package let teardown: [Step]
    /// The values that a workflow that uses this one can read.
    package let outputs: [Output]
    /// The variables that expressions use, declared or not.
    package let referencedVariables: Set<String>
    /// The case fields that expressions use, and the place of the first use of each.
    package let referencedCaseFields: [String: SourceRange]

    /// Its title in reports: the name, or else the file's path.
    package var title: String { name?.value ?? file.path }

    /// How many of its own steps are judged by http: 200 and status: 0 because they say nothing of the outcome.
    package var stepsWithDefaults: Int { allSteps.count { $0.expectations.contains(where: \.isDefault) } }

    /// The workflow with the variables of an environment, which override variables of the same name.
    package func adopting(_ others: [Variable]) -> Workflow {
        guard !others.isEmpty else { return self }
        let names = Set(others.map(\.name.value))
        var copy = self
        copy.variables = others + variables.filter { !names.contains($0.name.value) }
        return copy
    }

    /// The environment variables that it and the workflows it uses read, except for variables in `given`.
    package func environmentVariables(given: Set<String>) -> [Located<String>] {
        let own = variables.filter { !given.contains($0.name.value) }.compactMap { variable -> Located<String>? in
            if case .environmentVariable(let name) = variable.value { name } else { nil }
        }
        return allSteps.reduce(own) { names, step in
            guard case .use(let use) = step.action else { return names }
            return names + use.workflow.environmentVariables(given: Set(use.arguments.map(\.name)))
        }
    }

    /// All steps in the order in which they run.
    package var allSteps: [Step] { setup + steps + teardown }

    /// Every file it consists of: its own, its file of cases, and the workflows it uses. A file may be listed twice.
    package var allFiles: [SourceFile] {
        let files = [file] + (cases.file.map { [$0] } ?? [])
        return allSteps.reduce(files) { files, step in
            if case .use(let use) = step.action { files + use.workflow.allFiles } else { files }
        }
    }

    /// Its own file, and the files of the workflows that it uses. A file may be listed twice.
    package var workflowFiles: [SourceFile] {
        allSteps.reduce([file]) { files, step in
            if case .use(let use) = step.action { files + use.workflow.workflowFiles } else { files }
        }
    }

    /// The most steps that used workflows may add up to: nested uses multiply.
    static let maximumUsedSteps = 10_000

    /// How many steps run, including the steps of used workflows.
    var stepCount: Int { allSteps.reduce(0) { $0 + $1.stepCount } }
}

/// A variable that a workflow declares, with its value unless `--var` gives another.
package struct Variable: Sendable {
    /// Where its value comes from.
    package enum Value: Sendable {
        case template(ValueTemplate)
        /// The value of an environment variable.
        case environmentVariable(Located<String>)
        /// The value must be given, by `--var` or by a workflow that uses this one.
        case required
    }

    package let name: Located<String>
    package let value: Value
    /// Whether its value must not reach any output.
    package var isSecret = false
    /// What its value is, if that comes as text; nil if the declaration does not say so.
    package var type: DeclaredType?
    /// The value if its environment variable is not set.
    package var fallback: ValueTemplate?

    /// The value if the file states it; nil if it is computed or comes from elsewhere.
    package var literal: JSONValue? { if case .template(let template) = value { template.literal } else { nil } }

    package var isRequired: Bool {
        if case .required = value { true } else { false }
    }
}

/// A value that a workflow gives to the workflows that use it.
package struct Output: Sendable {
    package let name: Located<String>
    package let value: ValueTemplate
}
