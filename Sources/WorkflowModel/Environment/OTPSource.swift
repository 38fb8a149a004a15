import YAMLSource

/// Where `verify_otp` takes its code from.
package enum OTPSource: Sendable {
    /// Somebody at the terminal types it.
    case prompt
    /// The inbox of a sandbox.
    case sandbox
}

extension OTPSource {
    static let names = ["prompt", "sandbox"]

    init?(_ name: String) {
        switch name {
        case "prompt": self = .prompt
        case "sandbox": self = .sandbox
        default: return nil
        }
    }
}
