import Expressions
import JSON
import Source

/// A workflow file, decoded and checked.
package struct Workflow: Sendable {
    package let file: SourceFile
    package let name: Located<String>?
    /// The environment that it runs in unless another is asked for.
    package let environment: Located<String>?
    package let description: String?
    package let tags: [Located<String>]
    /// References that go before those of the environment.
    package let credentials: CredentialReferences
    package let variables: [Variable]
    /// It runs once for each; once where there are none.
    package let cases: [TestCase]
    /// Steps before the others.
    package let setup: [Step]
    package let steps: [Step]
    /// Steps that always run, after the others.
    package let teardown: [Step]
    /// What a workflow that uses this one can read.
    package let outputs: [Output]
    /// The variables that expressions name, declared or not.
    package let referencedVariables: Set<String>
    /// The fields of cases that expressions name, and where first.
    package let referencedCaseFields: [String: SourceRange]

    /// What people call the workflow: its name, else its file's path.
    package var title: String { name?.value ?? file.path }

    /// The variables of the process that it reads, and those that it uses, but for variables that are given.
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

    /// Every file that says something of it: its own, those of its cases, and those that it uses. One may be there twice.
    package var allFiles: [SourceFile] {
        let files = [file] + cases.prefix(1).map(\.range.file)
        return allSteps.reduce(files) { files, step in
            if case .use(let use) = step.action { files + use.workflow.allFiles } else { files }
        }
    }

    /// Workflows that use others multiply: what they come to is bounded.
    static let maximumUsedSteps = 10_000

    /// How many steps run, with those of the workflows that it uses.
    var stepCount: Int { allSteps.reduce(0) { $0 + $1.stepCount } }
}

/// A variable that a workflow declares, with its value unless `--var` gives another.
package struct Variable: Sendable {
    /// Where its value comes from.
    package enum Value: Sendable {
        case template(ValueTemplate)
        /// The value of a variable of the process's environment.
        case environmentVariable(Located<String>)
        /// Has to be given.
        case required
    }

    package let name: Located<String>
    package let value: Value

    /// The value where the file itself tells it; nil where it is computed, or comes from elsewhere.
    package var literal: JSONValue? { if case .template(let template) = value { template.literal } else { nil } }

    package var isRequired: Bool {
        if case .required = value { true } else { false }
    }
}

/// A value that a workflow gives to those that use it.
package struct Output: Sendable {
    package let name: Located<String>
    package let value: ValueTemplate
}
