import Source
import YAML

/// Where `verify_otp` gets its code from.
package enum OTPSource: Sendable {
    /// A person types it at the terminal.
    case prompt
    /// The inbox of a sandbox.
    case sandbox
    /// A command that prints it: a program and its arguments. It gets the mobile number as `EKOFLOW_MOBILE`.
    case command([String])
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

    static let keys = [
        KeySpec(
            "command", .list(.text), required: true,
            "a program that prints the OTP for the number in EKOFLOW_MOBILE, and its arguments"
        )
    ]

    static let shape = ValueShape.oneOf([.choice(names), .mapping(keys)])
}

extension DecodingContext {
    /// Reads `otp_source`.
    mutating func otpSource(_ entry: YAMLEntry) -> Located<OTPSource>? {
        guard entry.value.mapping != nil else {
            return choice(entry, of: OTPSource.names).flatMap(OTPSource.init).map { Located($0, at: entry.value.range) }
        }
        let mapping = mapping(entry.value, keys: OTPSource.keys, subject: "'otp_source'")
        return mapping?["command"].flatMap { command($0) }.map { Located(.command($0.value), at: entry.value.range) }
    }
}
