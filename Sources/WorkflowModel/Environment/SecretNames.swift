extension StringProtocol {
    /// Whether a variable, header or parameter with this name usually holds a secret.
    package var namesSecret: Bool {
        let name = uppercased()
        return [
            "KEY", "SECRET", "TOKEN", "PASS", "PWD", "OTP", "PIN", "CREDENTIAL", "AUTH", "COOKIE", "SIGN", "SESSION",
            "JWT", "HMAC", "BEARER", "HASH",
        ].contains { name.contains($0) }
    }
}
