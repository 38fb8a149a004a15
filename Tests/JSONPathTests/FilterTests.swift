import JSONPath
import Testing

@Suite("filters keep the children that match their condition")
struct FilterTests {
    @Test(
        "existence tests distinguish null from Nothing",
        arguments: [
            ("$[?@.a]", #"[{"a":null},{"a":[]}]"#), ("$[?!@.a]", #"[{"b":1},5]"#),
            ("$[?@.*]", #"[{"a":null},{"b":1},{"a":[]}]"#),
            ("$[?@.a == null]", #"[{"a":null}]"#), ("$[?@.a != null]", #"[{"b":1},{"a":[]},5]"#),
            ("$[?$[0]]", #"[{"a":null},{"b":1},{"a":[]},5]"#),
            ("$[?$[9]]", "[]"), ("$[?@..a]", #"[{"a":null},{"a":[]}]"#), ("$[?@[?@ == 1]]", #"[{"b":1}]"#),
            ("$[?@ == 5]", "[5]"),
            ("$[?@[0, 'b']]", #"[{"b":1}]"#), ("$[?@[::]]", "[]"),
        ])
    func existence(_ query: String, _ values: String) throws {
        #expect(try select(query, in: #"[{"a":null},{"b":1},{"a":[]},5]"#) == values)
    }

    @Test(
        "values are compared as in RFC 9535, and Nothing equals only Nothing",
        arguments: [
            ("1 == 1.0", true), ("1 == 1e0", true), ("100 == 1E+2", true), ("-0 == 0", true), ("1 == '1'", false),
            ("1 != '1'", true), ("0.1 == 1e-1", true), ("9007199254740993 == 9007199254740992", false),
            ("true == true", true),
            ("true == 1", false), ("null == null", true), ("null == false", false), ("'a' == \"a\"", true),
            ("@.none == @.none", true), ("@.none == @.gone[0]", true), ("@.none != @.none", false),
            ("@.none == null", false),
            ("@.none == 1", false), ("@.none != 1", true), ("@.none < 1", false), ("@.none <= @.none", true),
            ("@.none >= @.none", true), ("@.none < @.none", false), ("1 < 2", true), ("2 < 1", false), ("2 <= 2", true),
            ("3 > 2.9", true), ("-1 > -2", true), ("1e400 > 1e399", true), ("'a' < 'b'", true), ("'a' < 'B'", false),
            ("'a' < 'aa'", true), ("'' < 'a'", true), ("'\u{FFFF}' < '😀'", true), ("'z' < 'é'", true),
            ("'1' < 2", false),
            ("1 < '2'", false), ("true <= true", true), ("true < true", false), ("false < true", false),
            ("null <= null", true),
            ("null < null", false), ("@.o == @.p", true), ("@.o == @.q", false), ("@.l == @.m", true),
            ("@.l == @.n", false),
            ("@.l <= @.m", true), ("@.l < @.m", false), ("@.o >= @.p", true), ("@.e1 == @.e2", false),
            ("@ == $[0]", true),
            ("$[0].l[-1] == 2", true), ("@['l'][0]==1", true), ("@.l[0]<@.l[1]", true),
        ])
    func comparisons(_ condition: String, _ isTrue: Bool) throws {
        let item =
            #"{"o":{"a":1,"b":[2]},"p":{"b":[2.0],"a":1e0},"q":{"a":1},"l":[1,2],"m":[1.0,2],"n":[2,1],"e1":"\u00e9","e2":"e\u0301"}"#
        #expect((try select("$[?\(condition)]", in: "[\(item)]") != "[]") == isTrue)
    }

    @Test(
        "'not' binds tighter than 'and', which binds tighter than 'or'",
        arguments: [
            ("@.t || @.t && @.f", true), ("(@.t || @.t) && @.f", false), ("@.f && @.f || @.t", true),
            ("@.f && (@.f || @.t)", false), ("!@.f && @.t", true), ("!(@.f || @.t)", false), ("!(@.f && @.t)", true),
            ("! @.f", true), ("! (@.f)", true), ("((@.t))", true), ("!(!@.t)", true), ("@.f || @.f || @.t", true),
            ("@.t && @.t && @.f", false), ("(@.t)&&(!@.f)", true), ("1==1&&2==2||3==4", true), ("!(1==2)", true),
        ])
    func logic(_ condition: String, _ isTrue: Bool) throws {
        #expect(try select("$[?\(condition)]", in: #"[{"t":0}]"#) == (isTrue ? #"[{"t":0}]"# : "[]"))
    }

    @Test("a filter works on objects, and several filters each add their results")
    func structures() throws {
        #expect(try select("$[?@ > 1]", in: #"{"a":1,"b":2,"c":3}"#) == "[2,3]")
        #expect(try select("$[?@ > 1]", in: "7") == "[]")
        #expect(try select("$[?@ > 1]", in: #""text""#) == "[]")
        #expect(try select("$[?@ > 1, ?@ < 3, 0]", in: "[1,2,3]") == "[2,3,1,2,1]")
        #expect(
            try select(
                "$..[?@.id == $.wanted].name", in: #"{"wanted":2,"all":[{"id":1,"name":"x"},{"id":2,"name":"y"}]}"#)
                == #"["y"]"#)
        #expect(try select("$[?@[?@.x > 1]]", in: #"[[{"x":1}],[{"x":2}]]"#) == #"[[{"x":2}]]"#)
    }
}
