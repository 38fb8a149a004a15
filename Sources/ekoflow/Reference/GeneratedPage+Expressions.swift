import Expressions

extension GeneratedPage {
    static let expressions = GeneratedPage(
        "Expressions", "expressions", "Every name and function that can stand between `${{` and `}}`.",
        """
        ## Names

        \(markdownTable(["name", "what it is"], Reference.Root.allCases.map { root in
            [root.members.map { "`\(root.rawValue).\($0)`" }.joined(separator: ", "), root.summary]
        }))

        ## Functions

        \(markdownTable(["function", "gives"], ExpressionFunction.all.map { ["`\($0.example)`", $0.summary] }))

        ## Signs

        `==` `!=` `<` `<=` `>` `>=` compare, `&&` `||` `!` combine, parentheses group. A string stands in quotes.
        """)
}
