extension StringProtocol {
    /// True where a value of this name, of a variable, a header or a parameter, is mostly a secret.
    package var namesSecret: Bool {
        let name = uppercased()
        return [
            "KEY", "SECRET", "TOKEN", "PASS", "PWD", "OTP", "PIN", "CREDENTIAL", "AUTH", "COOKIE", "SIGN", "SESSION",
            "JWT", "HMAC", "BEARER", "HASH",
        ].contains { name.contains($0) }
    }
}
