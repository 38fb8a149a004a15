import JSON
import Testing

@Suite("Objects are written property by property")
struct JSONObjectWriterTests {
    @Test("each kind of property, and lists with several elements")
    func members() throws {
        var object = JSONObjectWriter()
        object.add("text", "a \"b\"\n")
        object.add("number", 7)
        object.add("value", ["a": [1, true, .null]])
        object.add("json", json: "{}")
        object.add("object") { $0.add("a", 1) }
        object.add("list", objects: [1, 2]) { $1.add("n", $0) }
        object.add("texts", ["a", "["])
        object.add("pairs", pairs: [("a", "["), ("c", "d"), ("e", "f")]) { $0 }
        object.add("none", pairs: [(String, String)]()) { $0 }
        let text = object.finished()
        #expect(
            try parseJSON(Array(text.utf8)) == [
                "text": "a \"b\"\n", "number": 7, "value": ["a": [1, true, .null]], "json": [:], "object": ["a": 1],
                "list": [["n": 1], ["n": 2]],
                "texts": ["a", "["], "pairs": [["a", "["], ["c", "d"], ["e", "f"]], "none": [],
            ])
        #expect(!text.contains("\n"))
    }

    @Test(
        "thousandths have at most three decimals",
        arguments: [(0, "0"), (7, "0.007"), (1_000, "1"), (1_050, "1.050"), (12_345_678, "12345.678")])
    func thousandths(_ value: Int, _ expected: String) {
        var object = JSONObjectWriter()
        object.add("n", thousandths: value)
        #expect(object.finished() == "{\"n\":\(expected)}")
    }
}
