import JSON
import JSONPath
import Testing

@Suite("a normalized path is the only standard form of a node's location")
struct NormalizedPathTests {
    @Test(
        "names are escaped as in RFC 9535, section 2.7",
        arguments: [
            ("a", "$['a']"), ("", "$['']"), ("'", #"$['\'']"#), ("\"", "$['\"']"), ("\\", #"$['\\']"#), ("/", "$['/']"),
            ("\u{8}\t\n\u{C}\r", #"$['\b\t\n\f\r']"#), ("\0", #"$['\u0000']"#), ("\u{B}\u{F}", #"$['\u000b\u000f']"#),
            ("\u{1F}", #"$['\u001f']"#), ("\u{7F}\u{85}", "$['\u{7F}\u{85}']"), ("é😀", "$['é😀']"),
            ("\u{FFFE}", "$['\u{FFFE}']"),
        ])
    func names(_ name: String, _ path: String) throws {
        let document = JSONValue(dictionaryLiteral: (name, [7]))
        let node = try #require(try JSONPathQuery("$.*").nodes(in: document).first)
        #expect(node.path.description == path)
        #expect(try JSONPathQuery("\(path)[0]").values(in: document) == [7])
    }

    @Test("indexes count from the start")
    func indices() throws {
        #expect(try paths("$[-1,0]", in: "[1,2,3]") == ["$[2]", "$[0]"])
        #expect(try paths("$[::-2]", in: "[1,2,3]") == ["$[2]", "$[0]"])
        #expect(try paths("$", in: "1") == ["$"])
        #expect(try paths("$.a[?@>1]", in: #"{"a":[1,2]}"#) == ["$['a'][1]"])
    }
}
