/// The result of an import.
package struct Imported: Sendable {
    package let workflows: [ImportedWorkflow]
    package let environments: [ImportedEnvironment]
}

/// A workflow made from another tool's requests.
package struct ImportedWorkflow: Sendable {
    /// The workflow, for a file in `workflows`.
    package let text: String
    /// A name for its file, without folder and extension.
    package let fileName: String
    /// What could not be imported, one sentence each. They contain no values, because values may be secret.
    package let remarks: [String]
}

/// An environment made from requests that named the API's address themselves.
package struct ImportedEnvironment: Sendable {
    /// Also the name of its file in `environments`.
    package let name: String
    package let text: String
    /// The API's address; `initiatorID` is nil if no request named it.
    package let baseURL: String
    package let initiatorID: String?
    /// What to add by hand.
    package let remarks: [String]
}

/// Why nothing can be imported, in words.
package struct ImportError: Error {
    package let message: String
    package let help: String
}
