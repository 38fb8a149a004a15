import JSON
import JSONPath
import Testing

@Suite("segments and selectors select the nodes that RFC 9535 requires, in its order")
struct SelectorTests {
    static let shop = """
        {"name":"eko","orders":[{"id":1,"tags":["a","b"]},{"id":2,"total":{"net":10,"gross":12}},{"id":3,"tags":[]}]}
        """

    @Test(
        "on a small example document",
        arguments: [
            ("$.name", #"["eko"]"#), ("$['name']", #"["eko"]"#), ("$[\"name\"]", #"["eko"]"#), ("$.nothing", "[]"),
            ("$.orders[0].id", "[1]"), ("$.orders[-1].id", "[3]"), ("$.orders[3]", "[]"), ("$.orders[-4]", "[]"),
            ("$.orders.id", "[]"), ("$.name[0]", "[]"), ("$[0]", "[]"), ("$.orders['0']", "[]"),
            ("$.name.length", "[]"),
            ("$.orders[*].id", "[1,2,3]"), ("$.orders.*.id", "[1,2,3]"), ("$.name.*", "[]"),
            ("$.orders[2].tags.*", "[]"),
            ("$.orders[1].total.*", "[10,12]"), ("$.orders[2,0,0].id", "[3,1,1]"),
            ("$.orders[0]['tags','id']", #"[["a","b"],1]"#),
            ("$.orders[0:2].id", "[1,2]"), ("$.orders[::2].id", "[1,3]"), ("$.orders[-1,:1].id", "[3,1]"),
            ("$..id", "[1,2,3]"), ("$..['id']", "[1,2,3]"), ("$..tags[0]", #"["a"]"#),
            ("$..[1]", #"[{"id":2,"total":{"net":10,"gross":12}},"b"]"#),
            ("$..total..*", "[10,12]"), ("$.orders[1]..*", #"[2,{"net":10,"gross":12},10,12]"#),
            ("$..[0,'id']", #"[{"id":1,"tags":["a","b"]},1,"a",2,3]"#),
            ("$.orders[0,1]['id','tags']", #"[1,["a","b"],2]"#),
        ])
    func shop(_ query: String, _ values: String) throws {
        #expect(try select(query, in: SelectorTests.shop) == values)
    }

    @Test("descendants come after their parent, arrays keep their order, and a node is selected once per path to it")
    func descendants() throws {
        let document = #"[[[1],2],3,{"a":[4]}]"#
        #expect(
            try paths("$..*", in: document) == [
                "$[0]", "$[1]", "$[2]", "$[0][0]", "$[0][1]", "$[0][0][0]", "$[2]['a']", "$[2]['a'][0]",
            ])
        #expect(try paths("$..[0]", in: document) == ["$[0]", "$[0][0]", "$[0][0][0]", "$[2]['a'][0]"])
        #expect(try select("$..[*]..[0]", in: "[[[1]]]") == "[[1],1,1]")
    }

    @Test(
        "names are compared by code points, and any string can be a name",
        arguments: [
            ("$['é']", "[1]"), ("$['e\u{301}']", "[2]"), ("$.é", "[1]"), ("$['']", "[3]"), ("$['a b']", "[4]"),
            ("$.😀", "[5]"),
            ("$['\\u00e9']", "[1]"), ("$['\\uD83D\\ude00']", "[5]"), ("$._x1", "[6]"), ("$['$.a']", "[7]"),
        ])
    func names(_ query: String, _ values: String) throws {
        let document = #"{"é":1,"e\#u{301}":2,"":3,"a b":4,"😀":5,"_x1":6,"$.a":7}"#
        #expect(try select(query, in: document) == values)
    }

    @Test("if a name is repeated, only the last value counts")
    func duplicateNames() throws {
        let document = #"{"a":1,"b":2,"a":3}"#
        #expect(try select("$.a", in: document) == "[3]")
        #expect(try select("$.*", in: document) == "[2,3]")
        #expect(try select("$..*", in: document) == "[2,3]")
        #expect(try select("$[?@<3]", in: document) == "[2]")
        #expect(try select("$[?length(@)==1]", in: #"[{"x":1,"x":2}]"#) == #"[{"x":1,"x":2}]"#)
        let many = "{" + (0..<20).map { "\"k\($0 % 10)\":\($0)" }.joined(separator: ",") + "}"
        #expect(try select("$.*", in: many) == "[10,11,12,13,14,15,16,17,18,19]")
    }

    @Test(
        "a query is singular if it can select at most one node",
        arguments: [
            ("$", true), ("$.a[0]['b'][-1]", true), ("$[ 'a' ]", true), ("$.*", false), ("$..a", false),
            ("$['a','b']", false), ("$[0:1]", false), ("$[?@]", false), ("$..[0]", false),
        ])
    func singular(_ query: String, _ isSingular: Bool) throws {
        #expect(try JSONPathQuery(query).isSingular == isSingular)
    }
}
