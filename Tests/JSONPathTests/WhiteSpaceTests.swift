import JSONPath
import Testing

@Suite("white space is allowed only where the grammar allows it")
struct WhiteSpaceTests {
    static let allowed = [
        "$ .a", "$\n.a\t.b", "$ [0]", "$ ..a", "$..[ 0 ]", "$[ 'a' ]", "$[\r0\n]", "$[ 'a' , 'b' ]", "$[ * ]",
        "$[ ? @.a ]",
        "$[? @.a == 1 ]", "$[?@.a==\n1]", "$[?@.a\t== 1]", "$[?@ .a [0] == 1]", "$[?( @.a )]", "$[?! @.a]",
        "$[?! ( @.a )]",
        "$[?@.a && @.b || @.c]", "$[?@.a&&@.b||@.c]", "$[?@.a\n&&\n@.b]", "$[?count( @.* ) == 1]",
        "$[?match(@.a , 'x')]",
        "$[?length(@ .a)==1]", "$[?length(@[ 'a' ])==1]", "$[?@[ 'a' ]]", "$[ 1 : 2 : 3 ]", "$[1 :2: 3]", "$[ :: ]",
        "$.a ['b']",
    ]

    @Test("allowed", arguments: allowed)
    func accepted(_ query: String) throws {
        _ = try JSONPathQuery(query)
    }

    @Test(
        "forbidden",
        arguments: [
            (" $", 0..<1), ("\n$.a", 0..<1), ("$ ", 1..<2), ("$.a\n", 3..<4), ("$. a", 2..<3), ("$.\na", 2..<3),
            ("$.. a", 3..<4),
            ("$. *", 2..<3), ("$.. [0]", 3..<4), ("$. .a", 2..<3), ("$[- 1]", 2..<3), ("$[1 0]", 4..<5),
            ("$[?@. a]", 5..<6),
            ("$[?count (@.*)==1]", 8..<9), ("$[?count\n(@.*)==1]", 8..<9), ("$[?@.a= =1]", 6..<7),
            ("$[?@.a! =1]", 6..<7),
            ("$[?@.a & & @.b]", 7..<8), ("$[?@.a | | @.b]", 7..<8), ("$[?@.a < = 1]", 9..<10),
            ("$[?@.a == - 1]", 10..<11),
            ("$[?@[ 'a' ]==1]", 4..<11), ("$[?1==$[0 ]]", 7..<11), ("$[?@.a == 1 .5]", 12..<13), ("$\u{A0}.a", 1..<2),
            ("$[\u{B}0]", 2..<3), ("$[\u{2003}0]", 2..<4), ("$[?@.a ==\u{C}1]", 9..<10),
        ])
    func rejected(_ query: String, _ range: Range<Int>) {
        let error = #expect(throws: JSONPathError.self) { try JSONPathQuery(query) }
        #expect(error?.range == range)
    }
}
