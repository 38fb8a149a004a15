import Testing

@Suite("Pages of end-to-end cases")
struct CasePageTests {
    private static let page = """
        # Keys

        A key is misspelt.

        ## one-key

        The first sentence of the case.

        `workflow.yml`:
        ```yaml
        step: []
        ```

        `data/empty.csv`:
        ```csv
        ```

        `notes.md`:
        ````markdown
        ```text
        ## not-a-case
        ```
        ````

        ```sh
        QA_A='a b' QA_B=c=d ekoflow run workflow.yml --tags 'a and (b or c)' '' --var a=1
        ```

        ```text
        error: no
        ```

        ```text stdout

        0 workflows
        ```

        ## other-key

        `workflow.yml`:
        ```yaml
        stps: []
        ```

        """

    @Test("a case has its files, its command and what must come out")
    func cases() throws {
        let page = CasePage(Self.page)
        #expect(page.problems == [])
        #expect(page.cases.map(\.name) == ["one-key", "other-key"])
        #expect(page.cases.map(\.line) == [5, 38])
        let first = try #require(page.cases.first)
        #expect(
            first.files == [
                "workflow.yml": "step: []\n", "data/empty.csv": "", "notes.md": "```text\n## not-a-case\n```\n",
            ])
        #expect(first.command.variables == ["QA_A": "a b", "QA_B": "c=d"])
        #expect(
            first.command.arguments == ["run", "workflow.yml", "--tags", "a and (b or c)", "", "--var", "a=1"])
        #expect(first.outputs[.stderr]?.text == "error: no\n")
        #expect(first.outputs[.stdout]?.text == "\n0 workflows\n")
        #expect(first.outputs[.stdout]?.line == 33)
        #expect(page.cases.last?.command == .standard)
        #expect(page.cases.last?.outputs.isEmpty == true)
    }

    @Test(
        "a malformed page is a problem on a line",
        arguments: [
            ("## a\n```sh\nekoflow\n```", "1: a page starts with '# ' and its title"),
            ("# T\n# U\n## a\n```sh\nekoflow\n```", "2: the heading of a case starts with '## '"),
            ("# T\n### a\n", "2: the heading of a case starts with '## '"),
            ("# T\n## A key\n```sh\nekoflow\n```", "2: a name is of small letters, digits and '-'"),
            (
                "# T\n## a\n```sh\nekoflow\n```\n## a\n```sh\nekoflow\n```",
                "6: another case is named 'a', on line 2"
            ),
            ("# T\n```sh\nekoflow\n```", "2: a block before the first case"),
            ("# T\n## a\n```text\nerror: no\n```", "2: 'a' has no file and no command"),
            ("# T\n## a\n```sh\nekoflow\n", "3: this block is not closed"),
            ("# T\n## a\n````sh\nekoflow\n```\n", "3: this block is not closed"),
            (
                "# T\n## a\n```sh\nekoflow\n```\n```yaml\na: 1\n```",
                "6: a block of 'yaml' that is no file, no command and no output"
            ),
            ("# T\n## a\n```sh\nekoflow\n```\n`b.yml`:\n\nText.\n```text\n```", "6: no block follows the path 'b.yml'"),
            ("# T\n## a\n```sh\nekoflow\n```\n`b.yml`:\n", "6: no block follows the path 'b.yml'"),
            ("# T\n## a\n`b`:\n```\n```\n`b`:\n```\n```", "7: the case has a file 'b' already"),
            ("# T\n## a\n`../b`:\n```\n```", "4: '../b' is not inside of the workspace"),
            ("# T\n## a\n`/b`:\n```\n```", "4: '/b' is not inside of the workspace"),
            ("# T\n## a\n`b`:\n```\na\r\n```", "5: a carriage return: what needs one cannot stand in a page"),
            ("# T\n## a\n```sh\nekoflow\n```\n```sh\nekoflow\n```", "6: the case has a command already"),
            ("# T\n## a\n```sh\nekoflow\n```\n```text\n```\n```text\n```", "8: the case has a block of 'text' already"),
        ])
    func problems(_ page: String, _ problem: String) {
        #expect(CasePage(page).problems.map(\.description).contains(problem))
    }

    @Test(
        "a command that a shell would take differently is a problem",
        arguments: [
            ("", "3: a command is one line"),
            ("ekoflow\nekoflow\n", "3: a command is one line"),
            ("ekoflw run\n", "4: the command is not 'ekoflow'"),
            ("env ekoflow run\n", "4: 'env' is not NAME=VALUE"),
            ("ekoflow run 'a\n", "4: a single quote is not closed"),
            ("ekoflow run \"a\"\n", "4: '\"' must stand in single quotes"),
            ("ekoflow query $.data\n", "4: '$' must stand in single quotes"),
            ("ekoflow run a; ls\n", "4: ';' must stand in single quotes"),
        ])
    func command(_ text: String, _ problem: String) {
        #expect(CasePage("# T\n## a\n```sh\n\(text)```\n").problems.map(\.description).contains(problem))
    }

    @Test("what comes out is written in its place")
    func replaced() {
        let written = CasePage.page(Self.page, writing: .stderr, "error: yes\n```\n", of: "one-key")
        #expect(
            written == Self.page.replacing("```text\nerror: no\n```\n", with: "````text\nerror: yes\n```\n````\n"))
        #expect(CasePage.page(Self.page, writing: .stderr, "error: no\n", of: "one-key") == Self.page)
        #expect(
            CasePage.page(Self.page, writing: .stdout, "", of: "one-key")
                == Self.page.replacing("\n```text stdout\n\n0 workflows\n```\n", with: ""))
    }

    @Test("what comes out is written behind the case, if it has no place yet")
    func inserted() {
        #expect(
            CasePage.page(Self.page, writing: .stderr, "error: no\n", of: "other-key")
                == Self.page + "\n```text\nerror: no\n```\n")
        let two = "# T\n\n## a\n\n```sh\nekoflow\n```\n\nA sentence.\n\n## b\n\n```sh\nekoflow\n```\n"
        #expect(
            CasePage.page(two, writing: .stderr, "error: no\n", of: "a")
                == two.replacing("\n\nA sentence.", with: "\n\n```text\nerror: no\n```\n\nA sentence."))
        #expect(CasePage.page(two, writing: .stdout, "", of: "a") == two)
    }

    @Test("a report has the errors of stderr and not its warnings")
    func report() throws {
        let report = try #require(
            UnstartedRunReport(
                stderr: "warning[b]: w\n\nerror[a]: \"x\" < 1\n | y\n\nerror: z\n\n2 errors: nothing was sent\n"))
        #expect(
            report.text.contains(
                #"<error message="&quot;x&quot; &lt; 1" type="InvalidInput">error[a]: "x" &lt; 1\#n | y\#n\#nerror: z</error>"#
            ))
        #expect(!report.text.contains("warning"))
        #expect(UnstartedRunReport(stderr: "error: no such command\n") == nil)
        #expect(UnstartedRunReport(stderr: "error: no folder\n\nnothing was sent\n") == nil)
    }
}
