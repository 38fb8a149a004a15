import YAMLSource

/// A workflow file, decoded and checked.
package struct Workflow: Sendable {
    package let file: SourceFile
    package let name: Located<String>?
    /// The environment that it runs in unless another is asked for.
    package let environment: Located<String>?
    package let description: String?
    package let tags: [Located<String>]
    package let variables: [Variable]
    package let steps: [Step]
    /// The variables that expressions name, declared or not.
    package let referencedVariables: Set<String>

    /// What people call the workflow: its name, else its file's path.
    package var title: String { name?.value ?? file.path }
}

/// A variable that a workflow declares, with its value unless `--var` gives another.
package struct Variable: Sendable {
    package enum Value: Sendable {
        case template(ValueTemplate)
        /// The value of a variable of the process's environment.
        case environmentVariable(Located<String>)
    }

    package let name: Located<String>
    package let value: Value
}
