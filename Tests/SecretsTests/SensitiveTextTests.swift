import Testing

@testable import Secrets

@Suite("What is secret by its place in a text")
struct SensitiveTextTests {
    private func redacted(_ text: String) -> String {
        guard SensitiveText.mayBe(in: text) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var end = 0
        for range in SensitiveText.ranges(in: bytes) {
            result += bytes[end..<range.lowerBound] + Array("*".utf8)
            end = range.upperBound
        }
        return String(decoding: result + bytes[end...], as: UTF8.self)
    }

    @Test(
        "the names of secret values, in any case and spelling",
        arguments: [
            "otp", "OTP", "Otp", "otps", "otpCode", "otp_code", "mobile_otp", "mobileOTP", "smsOtp", "otpcode",
            "userotp",
            "otp_verification_token", "otpVerificationToken", "token", "access_token", "accesstoken", "X-Auth-Token",
            "password", "userPassword", "one_time_password", "secret", "client-secret", "secret-key", "mpin", "passwd",
            "otp1", "authToken2", "newPassword2", "OTPText", "Authorization", "Proxy-Authorization", "tokenValue",
        ])
    func names(_ name: String) {
        #expect(SecretWords.areIn(name))
        #expect(redacted("{\"\(name)\": \"a value\", \"x\": 1}") == "{\"\(name)\": \"*\", \"x\": 1}")
    }

    @Test(
        "names of values that are no secrets",
        arguments: [
            "otp_expiry_timestamp", "otpExpiry", "token_type", "tokenStatus", "secret-key-timestamp", "otp_length",
            "otp_attempts", "otp_ref_id", "laptop", "pincode", "message", "tid", "status", "client_ref_id", "data",
            "tokens_used", "otp_per_day", "otp_id", "max_otp", "otp_resend_after", "password_policy", "passport",
            "passenger", "section", "secretary", "otpSent", "tokenise", "",
        ])
    func otherNames(_ name: String) {
        #expect(!SecretWords.areIn(name))
        #expect(redacted("{\"\(name)\": \"a value\", \"x\": 1}") == "{\"\(name)\": \"a value\", \"x\": 1}")
    }

    @Test(
        "values of secret fields, in JSON, within JSON strings, and in forms",
        arguments: [
            (#"{"otp":735102}"#, #"{"otp":*}"#), (#"{"otp":"73"}"#, #"{"otp":"*"}"#),
            (#"{"otp":null}"#, #"{"otp":null}"#),
            (#"{"otp":true,"a":1}"#, #"{"otp":true,"a":1}"#),
            (#"{"otp":["735102", 735103],"a":"b"}"#, #"{"otp":["*", *],"a":"b"}"#),
            (#"{"otp":{"value":"735102","n":12},"a":"b"}"#, #"{"otp":{"value":"*","n":*},"a":"b"}"#),
            (#"{"m":"{\"otp\":\"735102\",\"n\":1}"}"#, #"{"m":"{\"otp\":\"*\",\"n\":1}"}"#),
            (#"{"m":"{\\\"otp\\\":\\\"735102\\\",\\\"n\\\":1}"}"#, #"{"m":"{\\\"otp\\\":\\\"*\\\",\\\"n\\\":1}"}"#),
            (#"{"otp":"a\"b","c":1}"#, #"{"otp":"*","c":1}"#), (#"{"otp":"735102"#, #"{"otp":"*"#),
            ("?otp=735102&x=1", "?otp=*&x=1"), ("a=1&token=abc; b", "a=1&token=*; b"), ("{'otp': 'x'}", "{'otp': '*'}"),
            ("&quot;otp&quot;:&quot;735102&quot;,", "&quot;otp&quot;:&quot;*&quot;,"),
            ("%22otp%22%3A%22735102%22", "%22otp%22%3A%22*%22"),
            (
                #"{"invalid_params":{"otp":"Enter a valid OTP"},"otp":"1234"}"#,
                #"{"invalid_params":{"otp":"Enter a valid OTP"},"otp":"*"}"#
            ),
            ("expect token: abcd", "expect token: abcd"), ("the otp field", "the otp field"),
        ])
    func values(_ text: String, _ expected: String) { #expect(redacted(text) == expected) }

    @Test(
        "digits beside the word OTP",
        arguments: [
            ("123456 is the OTP to verify your mobile number.", "* is the OTP to verify your mobile number."),
            ("Your OTP is 1234.", "Your OTP is *."), ("OTP: 123", "OTP: *"),
            ("OTP 012-345 for login", "OTP * for login"),
            ("otp code 735102", "otp code *"), ("OTP for 9002336768 is 735102", "OTP for 9002336768 is *"),
            ("Invalid OTP 735102", "Invalid OTP *"), ("<otp>753159</otp>", "<otp>*</otp>"), ("OTP-588240", "OTP-*"),
            ("OTP454310", "OTP*"), ("OTP (361442)", "OTP (*)"),
            ("Your OTP for login is 478735", "Your OTP for login is *"),
            ("OTP 1234509183", "OTP *"), ("358550-OTP is", "*-OTP is"), ("OTP\n274571", "OTP\n*"),
            ("Use 4321 as your OTP", "Use * as your OTP"),
            ("OTP sent to 9002336768", "OTP sent to 9002336768"),
            ("OTP valid for 300 seconds", "OTP valid for 300 seconds"),
            ("OTP expires in 180 s", "OTP expires in 180 s"), ("OTP: 300 seconds", "OTP: 300 seconds"),
            ("HTTP 200 OTP sent", "HTTP 200 OTP sent"), ("send_otp 735 ms", "send_otp 735 ms"), ("OTP 12", "OTP 12"),
            ("the laptop 1234", "the laptop 1234"), ("OTP error 347", "OTP error 347"),
        ])
    func sentences(_ text: String, _ expected: String) { #expect(redacted(text) == expected) }

    @Test(
        "tokens by their shape, whole and cut off, and passwords of URLs",
        arguments: [
            ("Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3", "Bearer *"),
            ("/x/eyJhbGciOiJIUzI1NiJ9.eyJzdWIi", "/x/*"), ("eyJhbGciOiJIUzI1NiIsInR5cCI…", "*…"), ("eyJ", "eyJ"),
            ("eyJ is the start", "eyJ is the start"), ("t_eyJhbGciOiJIUzI1NiIsInR5cCI.x", "t_*"),
            ("postgres://user:pass@host/db", "postgres://user:*@host/db"),
            ("https://u:a:b@c@h.in/x", "https://u:*@h.in/x"),
            ("https://ghp_0123456789abcdef@github.com", "https://*@github.com"),
            ("https://user@host", "https://user@host"),
            ("https://host/a@b:c", "https://host/a@b:c"), ("see https://a.in and x:y@z", "see https://a.in and x:y@z"),
        ])
    func shapes(_ text: String, _ expected: String) { #expect(redacted(text) == expected) }

    @Test("what is learnt from a text is bounded, and then nothing of it may be shown")
    func bounded() {
        func learned(_ text: String) -> LearnedSecrets {
            var learned = LearnedSecrets()
            learned.learn(from: Array(text.utf8))
            return learned
        }
        #expect(learned(#"{"otp":["735102","735102"],"token":"sent"}"#).secrets == [Secret("735102")])
        #expect(learned(#"{"a":1}"#).secrets.isEmpty && learned(#"{"a":1}"#).isComplete)
        let many = (0..<2_000).map { "\"\(100_000 + $0)\"" }.joined(separator: ",")
        #expect(!learned("{\"otp\":[\(many)]}").isComplete)
        #expect(!learned("{\"otp\":\"\(String(repeating: "x", count: 9_000))\"}").isComplete)
        #expect(!learned(String(repeating: "eyJhbGciOiJIUzI1NiJ9.eyJz ", count: 20_000)).isComplete)
    }
}
