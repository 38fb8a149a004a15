import Expressions

extension GeneratedPage {
    static let expressions = GeneratedPage(
        "Expressions", "expressions", "Every name and function that an expression can contain, between `${{` and `}}`.",
        """
        ## Names

        \(markdownTable(["name", "what it is"], Reference.Root.allCases.map { root in
            [root.members.map { "`\(root.rawValue).\($0)`" }.joined(separator: ", "), root.summary]
        }))

        ## Functions

        \(markdownTable(["function", "gives"], ExpressionFunction.all.map { ["`\($0.example)`", $0.summary] }))

        ## Signs

        `==` `!=` `<` `<=` `>` `>=` compare, `&&` `||` `!` combine, parentheses group. Write a string in quotes.
        """)
}
