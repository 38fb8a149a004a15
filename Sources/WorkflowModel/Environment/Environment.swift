import YAMLSource

/// An environment file, decoded and checked: where requests go, as whom, and what is allowed.
package struct Environment: Sendable {
    package enum Endpoint: Sendable {
        case baseURL(Located<String>)
        /// The project's own sandbox, started in the process of the run.
        case embeddedSandbox
    }

    package let file: SourceFile
    package let name: Located<String>
    package let endpoint: Endpoint
    package let initiatorID: Located<String>
    /// Nil only with the embedded sandbox, which then gives its own.
    package let developerKey: CredentialReference?
    /// Nil only with the embedded sandbox, which then gives its own.
    package let accessKey: CredentialReference?
    /// The deadline of one exchange, all in.
    package let timeout: Duration
    package let limits: SendLimits
    /// True where a run needs to be confirmed.
    package let isProduction: Bool

    package static let defaultTimeout = Duration.seconds(30)
}

/// What bounds the sends of one run.
package struct SendLimits: Sendable, Equatable {
    /// The shortest time between the starts of two sends.
    package var interval: Duration?
    /// SMS in one run.
    package var maximum: Int?
    package var maximumPerRecipient: Int?
    /// Where given, no other number is ever texted.
    package var recipients: [String]?

    package init(
        interval: Duration? = nil, maximum: Int? = nil, maximumPerRecipient: Int? = nil, recipients: [String]? = nil
    ) {
        self.interval = interval
        self.maximum = maximum
        self.maximumPerRecipient = maximumPerRecipient
        self.recipients = recipients
    }
}

/// Where a credential is found. The file never holds the credential itself.
package enum CredentialReference: Sendable {
    /// A variable of the process's environment.
    case environmentVariable(Located<String>)
    /// A file whose text, without white space at its ends, is the credential.
    case file(Located<String>)

    package var range: SourceRange {
        switch self {
        case .environmentVariable(let name): name.range
        case .file(let path): path.range
        }
    }
}
