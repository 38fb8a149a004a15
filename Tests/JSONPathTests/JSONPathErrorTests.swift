import JSONPath
import Testing

@Suite("an error message says what is wrong with a query, where, and what to write instead")
struct JSONPathErrorTests {
    @Test(
        "in its segments and selectors",
        arguments: [
            ("", "a JSONPath starts with '$'", 0..<0, "write $"),
            ("a.b", "a JSONPath starts with '$'", 0..<1, "write $.a.b"),
            ("@.a", "a JSONPath starts with '$': '@' is allowed only in filters", 0..<1, "write $.a"),
            (" $", "a JSONPath starts with '$', without white space before it", 0..<1, "leave it out"),
            ("$.a ", "white space after the query", 3..<4, "leave it out"),
            ("$.", "a name or '*' is missing after '.'", 1..<2, nil),
            ("$..", "a name or '*' is missing after '..'", 1..<3, nil),
            ("$...a", "more than two dots", 1..<4, "write .."),
            ("$.&", "a name or '*' is missing after '.', before '&'", 1..<3, nil),
            ("$.1a", "a name after '.' cannot start with a digit", 2..<4, "write ['1a']"),
            ("$.12", "a name after '.' cannot start with a digit", 2..<4, "write [12] for an index, ['12'] for a name"),
            ("$.é-id", "'-' is not allowed in a name after '.'", 2..<6, "write ['é-id']"),
            ("$.'a'", "a name in quotes needs brackets around it", 2..<3, "write it as in ['name']"),
            ("$.['a']", "'.' is not allowed before '['", 1..<3, "leave '.' out"),
            ("$a", "'.' is missing before 'a'", 1..<2, "write .a…"),
            (
                "$.a.length()", "'length(' after '.': functions are allowed only in filters, before their argument",
                4..<11,
                "write [?length(@.…) …]"
            ),
            ("$.a]", "']' without its '['", 3..<4, nil), ("$['a'", "']' is missing", 1..<5, nil),
            ("$[", "']' is missing", 1..<2, nil),
            ("$[]", "a selector is missing between '[' and ']'", 1..<3, nil),
            ("$[1,]", "a selector is missing after ','", 3..<4, nil),
            ("$[a-b]", "a name in brackets needs quotes", 2..<5, "write ['a-b']"),
            ("$['a", "the closing ' is missing", 2..<4, nil),
            (
                "$['it's']", "',' or ']' is missing before 's'", 6..<7,
                "write a quote that belongs to the name with '\\' before it"
            ),
            ("$.a[01]", "an index has no leading zeros", 4..<6, "write 1"),
            ("$[-0]", "an index cannot be -0", 2..<4, "write 0"),
            ("$[-007]", "an index has no leading zeros", 2..<6, "write -7"),
            ("$[-]", "a digit is missing after '-'", 2..<3, nil),
            ("$[1.5]", "an index is a whole number", 2..<5, nil),
            ("$[1:2e1]", "a number of a slice is a whole number", 4..<7, nil),
            ("$[9007199254740992]", "an index must be within ±9007199254740991", 2..<18, nil),
            ("$[::99999999999999999999]", "a number of a slice must be within ±9007199254740991", 4..<24, nil),
            ("$[1:2:3:4]", "a slice has three numbers at most", 7..<8, nil),
            ("$[@.a]", "a filter starts with '?'", 2..<3, "write ?@…"),
            ("$[(@.length-1)]", "a script in parentheses is not part of JSONPath", 2..<3, "write [?(…)]"),
        ] as [(String, String, Range<Int>, String?)])
    func segments(_ query: String, _ message: String, _ range: Range<Int>, _ help: String?) {
        expectError(query, message, range, help)
    }

    @Test(
        "in its filters",
        arguments: [
            ("$[?]", "a condition is missing before ']'", 3..<4, nil),
            ("$.a[?@.b=1]", "'=' is not an operator", 8..<9, "write =="),
            ("$[?@.a===1]", "'===' is not an operator", 6..<9, "write =="),
            ("$[?@.a<>1]", "'<>' is not an operator", 6..<8, "write !="),
            ("$[?@.a and @.b]", "'and' is not an operator", 7..<10, "write &&"),
            ("$[?@.a | @.b]", "'|' is not an operator", 7..<8, "write ||"),
            ("$[?not @.a]", "unknown word 'not'", 3..<6, "write !"),
            ("$[?@.a==True]", "unknown word 'True'", 8..<12, "write true"),
            ("$[?@.a==b]", "unknown word 'b'", 8..<9, "write 'b' for a string, @.b for a property"),
            ("$[?@.a==]", "a value is missing after '==' before ']'", 8..<9, nil),
            ("$[?(@.a]", "')' is missing", 3..<7, nil),
            ("$[?@.a)]", "']' is missing before ')'", 6..<7, nil), ("$[?@.a", "']' is missing", 1..<6, nil),
            ("$[?@.a==1==2]", "a comparison has two sides", 9..<11, "join two comparisons with &&"),
            ("$[?!@.a==1]", "'!' is not allowed before one side of a comparison", 3..<7, "write !(…) around it all"),
            ("$[?!!@.a]", "'!' cannot be doubled", 3..<5, "leave both out"),
            ("$[?(@.a)==1]", "an expression in parentheses cannot be compared", 3..<8, "leave these parentheses out"),
            ("$[?true]", "true alone is not a condition", 3..<7, "compare it, as in @.a == true"),
            ("$[?@.a+1==2]", "a filter does not calculate: '+' is not an operator", 6..<7, nil),
            ("$[?@.a==[1]]", "an array or object cannot be written in a filter", 8..<9, nil),
            ("$[?@.a==01]", "a number has no leading zeros", 8..<10, nil),
            ("$[?@.a==1.]", "a digit is missing after '.'", 8..<10, nil),
            ("$[?@.a==1e]", "a digit is missing after the 'e' of a number", 8..<10, nil),
            ("$[?@.a=~/x/]", "'=~' is not an operator", 6..<8, "write match(@.a, 'pattern')"),
            (
                "$[?@.*==1]", "'@.*' can select several nodes and cannot be compared", 3..<6,
                "write value(@.*) or count(@.*)"
            ),
            (
                "$[?1<@..a]", "'@..a' can select several nodes and cannot be compared", 5..<9,
                "write value(@..a) or count(@..a)"
            ),
        ] as [(String, String, Range<Int>, String?)])
    func filters(_ query: String, _ message: String, _ range: Range<Int>, _ help: String?) {
        expectError(query, message, range, help)
    }

    @Test(
        "in its functions, which must be well-typed",
        arguments: [
            ("$[?lenght(@.a)>1]", "unknown function 'lenght'", 3..<9, "did you mean 'length'?"),
            ("$[?Count(@.*)>1]", "unknown function 'Count'", 3..<8, "did you mean 'count'?"),
            ("$[?average(@.*)>1]", "unknown function 'average'", 3..<10, nil),
            ("$[?length(@.a)]", "length() gives a number: compare it, as in length(@.a) > 0", 3..<14, nil),
            ("$[?count(@.*)&&@.a]", "count() gives a number: compare it, as in count(@.*) > 0", 3..<13, nil),
            ("$[?!value(@.a)]", "value() gives a value: compare it, as in value(@.a) == 1", 4..<14, nil),
            ("$[?length(@.*)>1]", "length(@.*) needs a single value: '@.*' can select several nodes", 10..<13, nil),
            (
                "$[?match(@..a,'x')]", "match(@..a,'x') needs a single value: '@..a' can select several nodes", 9..<13,
                nil
            ),
            ("$[?length(match(@.a,'x'))>1]", "length() needs a value: match() gives true or false", 10..<24, nil),
            ("$[?count(1)>1]", "count() needs a query such as @.*, not 1", 9..<10, nil),
            ("$[?count(length(@.a))>1]", "count() needs a query such as @.*, not length(@.a)", 9..<20, nil),
            ("$[?value('a')==1]", "value() needs a query such as @.*, not 'a'", 9..<12, nil),
            (
                "$[?match(@.a,'x')==true]", "match() gives true or false and cannot be compared", 3..<17,
                "write it alone, or with ! before it"
            ),
            ("$[?count()>1]", "count() takes one argument, not 0", 3..<10, nil),
            ("$[?length(@.a,1)>1]", "length() takes one argument, not 2", 3..<16, nil),
            ("$[?search(@.a)]", "search() takes two arguments, not 1", 3..<14, nil),
            ("$[?length(@.a==1)>1]", "length() does not take a condition as its argument", 13..<14, nil),
            ("$[?count(!@.a)>1]", "count() does not take a condition as its argument", 9..<10, nil),
            ("$[?length((@.a))>1]", "length() does not take a condition as its argument", 10..<11, nil),
            ("$[?match(@.a,)]", "an argument of match() is missing before ')'", 13..<14, nil),
            ("$[?length(@.a", "')' is missing", 3..<13, nil),
            ("$[?count==1]", "'(' is missing after 'count'", 3..<8, nil),
            ("$[?count (@.*)>1]", "white space is not allowed between 'count' and '('", 8..<9, "leave it out"),
        ] as [(String, String, Range<Int>, String?)])
    func functions(_ query: String, _ message: String, _ range: Range<Int>, _ help: String?) {
        expectError(query, message, range, help)
    }

    private func expectError(_ query: String, _ message: String, _ range: Range<Int>, _ help: String?) {
        let error = #expect(throws: JSONPathError.self) { try JSONPathQuery(query) }
        #expect(error?.message == message)
        #expect(error?.range == range)
        #expect(error?.help == help)
    }
}
