import YAMLSource

/// One step of a workflow: what it does, and what is expected and kept of its response.
///
/// A class, because it is passed along with every event and result of its run, and never changes.
package final class Step: Sendable {
    package let id: Located<String>?
    package let name: Located<String>?
    /// The name of its kind as it is written: `send_otp`.
    package let kind: Located<String>
    package let request: RequestTemplate
    package let expectations: [Expectation]
    package let captures: [Capture]
    /// Overrides the environment's.
    package let timeout: Duration?

    init(
        id: Located<String>?, name: Located<String>?, kind: Located<String>, request: RequestTemplate,
        expectations: [Expectation], captures: [Capture], timeout: Duration?
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.request = request
        self.expectations = expectations
        self.captures = captures
        self.timeout = timeout
    }

    /// What people call the step: its name, else its id, else its kind.
    package var title: String { name?.value ?? id?.value ?? kind.value }
}

/// A value of the response that later steps can refer to as `steps.ID.NAME`.
package struct Capture: Sendable {
    package let name: String
    package let path: BodyPath
    package let range: SourceRange
}
