import Testing

@testable import WorkflowImport

@Suite("Secrets of an import are found by words and by shape")
struct SecretNameTests {
    @Test(
        "names of secrets, in any spelling",
        arguments: [
            "key", "apiKey", "api_key", "API-KEY", "APIKEY", "x-api-key", "accessToken", "token", "tokens", "pwd",
            "PIN",
            "mpin", "otp", "userPassword", "client_secret", "Authorization", "auth", "x-auth", "Cookie", "JSESSIONID",
            "session_id", "signature", "sign", "x-sign", "hmac", "hash", "credentials", "DATABASE_URL", "dsn",
            "secret2",
            "stripe_key", "privateKey", "SSN_PASS",
        ])
    func secret(_ name: String) {
        #expect(name.namesSecretByWords)
    }

    @Test(
        "names that only contain the letters",
        arguments: [
            "author", "authorId", "authority", "keywords", "keyboard", "monkey", "sort_key", "dataKey", "somekey",
            "callSign",
            "passengers", "compass", "pincode", "shipping", "tokenized", "design", "assignee", "hashtag", "secretary",
            "authLoginDomain", "auth_url", "session_count", "signal", "mobile", "name", "",
        ])
    func plain(_ name: String) {
        #expect(!name.namesSecretByWords)
    }

    @Test(
        "a value with the shape of a key is not copied, whatever its name",
        arguments: [
            "-H 'X-Custom: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b'",
            "-d '{\"note\":\"sk_live_51H8abcdEFGH12ijklMN34\"}'",
            "-G -d 'monkey=AKIA1234ABCD5678EFGH'",
        ])
    func shape(_ option: String) throws {
        let value = option.split { "'\" :=".contains($0) }.last { $0.count > 15 } ?? ""
        let imported = try importCurl("curl https://a/v1/x \(option)", title: "x")
        #expect(!imported.everything.contains(value), "\(imported.everything)")
        #expect(imported.list.contains { $0.contains("is not copied") })
    }

    @Test(
        "an OTP or a token is not copied, wherever its name stands",
        arguments: [
            #"-d '{"nested":"{\"otp\":\"112233\",\"access_token\":\"qwertyuiop\"}"}'"#,
            #"-d '{"note":"Your OTP is 112233"}'"#, #"-d '{"query":"mutation { verify(otp:\"112233\") }"}'"#,
            "-G -d 'note=OTP 112233'", "-H 'x-note: otp=112233'",
        ])
    func otp(_ option: String) throws {
        let imported = try importCurl(
            "curl https://a/v1/x \(option)\ncurl https://a/verify/otp/112233", title: "OTP 112233")
        #expect(
            !imported.everything.contains("112233") && !imported.everything.contains("qwerty"), "\(imported.everything)"
        )
        #expect(imported.workflows[0].text.contains("path: \"/verify/otp/${{ vars.otp }}\""))
        #expect(!imported.list.contains { $0.contains("112233") })
    }

    @Test("a key in a path is not copied; an id in a path is")
    func path() throws {
        #expect(
            try importCurl("curl https://a/otp/v2.0/list", title: "x").workflows[0].text.contains(
                "path: /otp/v2.0/list"))
        let imported = try importCurl(
            "curl https://a/bot123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/send\n"
                + "curl https://a/orders/123e4567-e89b-12d3-a456-426614174000/42", title: "x")
        #expect(!imported.everything.contains("AAHdqTcv"))
        #expect(imported.workflows[0].text.contains("path: /orders/123e4567-e89b-12d3-a456-426614174000/42"))
    }

    @Test("a value below a secret name has a variable of its own, and numbers stay what they are")
    func below() throws {
        let text = try importPostman(
            collection([
                post(
                    #"{"auth":{"user":"u","realm":"r","level":3,"on":true},"credentials":[{"type":"password","value":"x"}]}"#
                )
            ]), environment: nil
        ).workflows[0].text
        #expect(
            text.contains(
                "auth: { user: \"${{ vars.auth_user }}\", realm: \"${{ vars.auth_realm }}\", level: 3, \"on\": true }"))
        #expect(
            text.contains(
                "credentials: [{ type: \"${{ vars.credentials_type }}\", value: \"${{ vars.credentials_value }}\" }]"))
    }

    @Test("different secrets of one name have different variables, and equal ones share theirs")
    func different() throws {
        let imported = try importPostman(
            collection([
                post(#"{"token":"T1-hunter22"}"#), post(#"{"token":"T2-hunter22"}"#), post(#"{"token":"T1-hunter22"}"#),
                ["url": "https://staging.eko.in/ekoapi/v3/y?token=T3-hunter22"],
            ]), environment: nil)
        let text = imported.workflows[0].text
        #expect(text.contains("token: { env: TOKEN }\n  token_2: { env: TOKEN_2 }\n  token_3: { env: TOKEN_3 }\n"))
        #expect(text.split(separator: "vars.token }").count == 3)
        #expect(!imported.everything.contains("hunter22"))
    }

    @Test("a number is secret only by its own name, and stays a number")
    func number() throws {
        let text = try importPostman(collection([post(#"{"otp":471100,"keys":3}"#)]), environment: nil).workflows[0]
            .text
        #expect(text.contains("otp: { env: OTP, type: number }"))
        #expect(text.contains("body: { otp: \"${{ vars.otp }}\", keys: 3 }"))
    }
}
