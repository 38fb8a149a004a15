/// What an import makes.
package struct Imported: Sendable {
    package let workflows: [ImportedWorkflow]
    package let environments: [ImportedEnvironment]
}

/// A workflow of another tool's requests.
package struct ImportedWorkflow: Sendable {
    /// The workflow, for a file in `workflows`.
    package let text: String
    /// A name for its file, without folder and ending.
    package let fileName: String
    /// What could not be carried over, a sentence each. No values are in it: they may be secret.
    package let remarks: [String]
}

/// An environment of requests that named the API's address and its keys themselves.
package struct ImportedEnvironment: Sendable {
    /// Also of its file in `environments`.
    package let name: String
    package let text: String
    /// Where the requests went, and for whom: nil where they did not say it.
    package let baseURL: String
    package let initiatorID: String?
    /// What is to be added by hand.
    package let remarks: [String]
}

/// Why there is nothing to import, for people.
package struct ImportError: Error {
    package let message: String
    package let help: String
}
