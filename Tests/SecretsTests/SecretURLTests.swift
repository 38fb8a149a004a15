import Testing

@testable import Secrets

@Suite("The URL of a database is a secret, and so is the password in it")
struct SecretURLTests {
    @Test(
        "passwords are found as written and decoded",
        arguments: [
            ("postgresql://qa:hunter22@host:5432/db", ["hunter22"]),
            ("postgresql://qa:p%40ss%2fw@host/db", ["p%40ss%2fw", "p@ss/w"]),
            ("postgresql://qa:p@ss/w?rd@host/db", ["p@ss/w?rd"]), ("postgresql://qa:a:b@host", ["a:b"]),
            ("postgresql://host/db?user=qa&password=hunter22&sslmode=require", ["hunter22"]),
            ("postgresql:///db?sslpassword=s%20t", ["s%20t", "s t"]), ("postgresql://:only@host", ["only"]),
            ("postgresql://qa:100%@host", ["100%"]), ("postgresql://qa@host:5432/db", []),
            ("postgresql://qa:@host", []), ("postgresql://host:5432/db", []), ("password=hunter22", []),
        ])
    func passwords(_ url: String, _ passwords: [String]) {
        #expect(Secret(url).passwordsOfURL.map(\.text) == passwords)
    }

    @Test(
        "a URL has one of the schemes, and something behind it",
        arguments: [
            ("postgresql://host", true), ("postgres://host", true), ("postgresql://", false), ("mysql://host", false),
            ("postgresql:host", false), ("", false), ("jdbc:postgresql://host", false),
        ])
    func schemes(_ text: String, _ isURL: Bool) {
        let url = Secret(text).url(ofSchemes: ["postgresql", "postgres"])
        #expect((url != nil) == isURL)
        #expect(url?.isSecretInParts != true)
    }
}
