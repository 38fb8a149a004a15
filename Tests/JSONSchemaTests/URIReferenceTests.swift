import Testing

@testable import JSONSchema

@Suite("relative references are resolved as in RFC 3986")
struct URIReferenceTests {
    @Test(
        "against a base with a path",
        arguments: [
            ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
            ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q"),
            ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"), ("..", "http://a/b/"), ("../g", "http://a/b/g"),
            ("../..", "http://a/"), ("../../../g", "http://a/g"), ("g/./h", "http://a/b/c/g/h"),
            ("g/../h", "http://a/b/c/h"),
            ("x:h", "x:h"), ("HTTP://A/x", "http://a/x"), ("g;x=1/../y", "http://a/b/c/y"),
        ])
    func absolute(_ reference: String, _ expected: String) {
        let base = URIReference("http://a/b/c/d;p?q")
        #expect(URIReference(reference).resolved(against: base).textWithoutFragment == expected)
    }

    @Test(
        "against other bases",
        arguments: [
            ("", "x.json", "x.json"), ("", "../x.json", "../x.json"), ("a/b", "../c", "c"), ("a/b", "../../c", "../c"),
            ("http://a", "x", "http://a/x"), ("urn:a:b", "#c", "urn:a:b"), ("file:///a/b", "c", "file:///a/c"),
        ])
    func other(_ base: String, _ reference: String, _ expected: String) {
        #expect(URIReference(reference).resolved(against: URIReference(base)).textWithoutFragment == expected)
    }

    @Test(
        "fragments are decoded",
        arguments: [("#a%20b", "a b"), ("#%c3%a9", "é"), ("#%2", nil), ("#%ff", nil), ("x", "")])
    func fragments(_ text: String, _ decoded: String?) {
        #expect(URIReference(text).decodedFragment == decoded)
    }
}
