extension StringProtocol {
    /// Whether a variable, header or parameter with this name usually holds a secret.
    package var namesSecret: Bool {
        let name = uppercased()
        return [
            "KEY", "SECRET", "TOKEN", "PASS", "PWD", "OTP", "PIN", "CREDENTIAL", "AUTH", "COOKIE", "SIGN", "SESSION",
            "JWT", "HMAC", "BEARER", "HASH", "DATABASE_URL", "DB_URL", "REDIS_URL", "MONGO", "CONNECTION_STRING",
        ].contains { name.contains($0) }
            || name.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).contains {
                ["DSN", "PAT", "PATS"].contains($0)
            }
    }
}
