import JSON
import JSONPath
import Testing

@Suite("no query and no document can hang or crash the evaluation", .timeLimit(.minutes(5)))
struct HostileQueryTests {
    @Test("documents with the deepest allowed nesting work")
    func deepDocument() throws {
        let document = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        #expect(try paths("$..*", in: document).count == 511)
        #expect(try paths("$..[0]", in: document).last == "$" + String(repeating: "[0]", count: 511))
        let objects = String(repeating: #"{"a":"#, count: 512) + "1" + String(repeating: "}", count: 512)
        #expect(try select("$..[?@ == 1]", in: objects) == "[1]")
        #expect(try select("$[?count(@..*) == 511]..[?@ == 1]", in: objects) == "[1]")
    }

    @Test(
        "nesting has a limit",
        arguments: [
            ("$[?", "@[?", "@", "]", "]"), ("$[?", "(", "@", ")", "]"), ("$[?", "!(", "@", ")", "]"),
            ("$[?", "length(", "1", ")", "==1]"),
            ("$[?", "count(@[?", "@", "])>0", "]"),
        ])
    func nesting(_ start: String, _ open: String, _ middle: String, _ close: String, _ end: String) throws {
        func query(_ depth: Int) -> String {
            start + String(repeating: open, count: depth) + middle + String(repeating: close, count: depth) + end
        }
        _ = try JSONPathQuery(query(30))
        for depth in [65, 20_000] {
            let error = #expect(throws: JSONPathError.self) { try JSONPathQuery(query(depth)) }
            #expect(error?.message == "more than 64 levels of nesting")
        }
    }

    @Test("long queries work")
    func longQueries() throws {
        let count = 20_000
        #expect(try select("$" + String(repeating: ".a", count: count), in: #"{"a":1}"#) == "[]")
        let names = Array(repeating: "'a'", count: count).joined(separator: ",")
        #expect(try JSONPathQuery("$[\(names)]").values(in: ["a": 1]).count == count)
        let conditions = Array(repeating: "@.a", count: count).joined(separator: "&&")
        #expect(try select("$[?\(conditions)]", in: #"[{"a":1}]"#) == #"[{"a":1}]"#)
    }

    @Test(
        "queries whose nodes multiply end with an error",
        arguments: [
            "$..[*]..[*]..[*]..[*]", "$..[?@..[?@..[?@..[?@..z]]]]",
            "$" + String(repeating: "[*,*,*,*,*,*,*,*,*,*]", count: 7),
        ])
    func explosion(_ query: String) throws {
        var document: JSONValue = [1]
        for _ in 0..<100 { document = [document, 1, 1] }
        let query = try JSONPathQuery(query)
        #expect(throws: JSONPathEvaluationError.self) { _ = try query.values(in: document, maximumVisits: 100_000) }
    }

    @Test("an absolute query in a filter is evaluated once, not once per node")
    func absoluteQueries() throws {
        let document = JSONValue.array((0..<20_000).map { .integer($0) })
        let query = try JSONPathQuery("$[?@ == count($[?$[?$[?@ == 3]]]) || @ < count($[?@ < 2])]")
        #expect(try query.values(in: document) == [0, 1])
    }
}
