import JSONPath
import Testing

@Suite("the functions of RFC 9535 return the right values")
struct FunctionTests {
    @Test(
        "in a filter",
        arguments: [
            ("length('') == 0", true), ("length('aé😀') == 3", true), ("length('e\u{301}') == 2", true),
            ("length(@.list) == 2", true),
            ("length(@.object) == 1", true), ("length(@.text) == 3", true), ("length(1) == 1", false),
            ("length(true) == @.none", true),
            ("length(null) == @.none", true), ("length(@.none) == @.gone", true), ("length(@.text) > 2", true),
            ("length(@ [ 'list' ]) == 2", true), ("length(value(@..only)) == 4", true),
            ("length(length(@.text)) == @.none", true),
            ("length(@)>6", true), ("2==length(@.list)", true),
            ("count(@.*) == 7", true), ("count(@..*) == 10", true), ("count(@.none) == 0", true),
            ("count(@.list[0,0]) == 2", true),
            ("count($) == 1", true), ("count(@.list[?@>1])==1", true), ("count(@.list) == count(@.text)", true),
            ("value(@.list[0]) == 1", true), ("value(@.list[*]) == @.none", true), ("value(@..only) == 'this'", true),
            ("value(@.none) == @.gone", true), ("value($..none) == null", false), ("1 == value(@.list[:1])", true),
            ("match(@.text, 'a.c')", true), ("match(@.text, 'a')", false), ("match(@.text, '.*')", true),
            ("match(@.list, '.*')", false),
            ("match(@.none, '.*')", false), ("match(@.text, @.pattern)", true), ("match(@.text, @.none)", false),
            ("match(@.text, 1)", false),
            ("match(@.text, '(')", false), ("match(@.text, @.bad)", false), ("match(@.text, 'ab[c]')", true),
            ("match('x', 'x')", true),
            ("match(1, '1')", false), ("match('\u{2028}', '.')", true), ("match('\\n', '.')", false),
            ("match('\\r', '.')", false),
            ("match('a.b', 'a\\\\.b')", true), ("match('axb', 'a\\\\.b')", false), ("match(@.text, '^abc$')", true),
            ("search(@.text, '^b')", false),
            ("match(value(@..only), 'th.*')", true), ("match(@.text, '\\\\w+')", false),
            ("match('É', '\\\\p{Lu}')", true),
            ("search(@.text, 'b')", true), ("search(@.text, 'd')", false), ("search(@.text, '')", true),
            ("search(@.list, '1')", false),
            ("search(@.text, '[b-c]+')", true), ("search('x\\ny', 'x.y')", false), ("search(@.text, 'b\\\\')", false),
            ("!match(@.text, 'x')", true), ("match(@.text, 'x') || search(@.text, 'c')", true),
            ("!search(@.text,'b')&&@.text", false),
            ("length( @.text )==3", true), ("match( @.text , 'abc' )", true), ("count(\n@.*\t)==7", true),
        ])
    func functions(_ condition: String, _ isTrue: Bool) throws {
        let item =
            #"{"list":[1,2],"object":{"only":"this"},"text":"abc","pattern":"[a-c]{3}","bad":"a**","truth":true,"nil":null}"#
        #expect((try select("$[?\(condition)]", in: "[\(item)]") != "[]") == isTrue)
    }

    @Test("patterns from the document are compiled during evaluation")
    func documentPatterns() throws {
        let document = #"[{"p":"a+","t":"aa"},{"p":"a+","t":"b"},{"p":"(","t":"("},{"p":"b","t":"b"},{"p":3,"t":"3"}]"#
        #expect(try select("$[?match(@.t, @.p)].t", in: document) == #"["aa","b"]"#)
        #expect(try select("$[?search(@.t, $[3].p)].t", in: document) == #"["b","b"]"#)
    }
}
