import Source
import Testing
import YAML

@Suite("YAML is parsed to nodes with locations")
struct YAMLParserTests {
    @Test("scalars keep their text and style, and mappings their order")
    func scalars() throws {
        let root = try parse("b: 0123\na: 'no'\nc: \"x\\ty\"\nd: |\n  two\n  lines\n")
        let entries = try #require(root.mapping)
        #expect(entries.map(\.key.value) == ["b", "a", "c", "d"])
        #expect(entries.compactMap(\.value.scalar?.text) == ["0123", "no", "x\ty", "two\nlines\n"])
        #expect(entries.compactMap(\.value.scalar?.style) == [.plain, .singleQuoted, .doubleQuoted, .literal])
    }

    @Test("locations count lines and columns from 1, in characters, not bytes")
    func places() throws {
        let root = try parse("name: नमस्ते\nलोग: [x, 'yz']\n")
        let entries = try #require(root.mapping)
        #expect(place(entries[0].value.range) == "1:7-1:13")
        #expect(place(entries[1].key.range) == "2:1-2:4")
        let list = try #require(entries[1].value.sequence)
        #expect(list.map { place($0.range) } == ["2:7-2:8", "2:10-2:14"])
    }

    @Test("aliases become their anchor's node, and own keys override merged keys")
    func aliases() throws {
        let root = try parse("base: &b {x: 1, y: 2}\nuse: {<<: *b, y: 3}\nlist: [*b]\n")
        let entries = try #require(root.mapping)
        let use = try #require(entries[1].value.mapping)
        #expect(use.map { "\($0.key.value)=\($0.value.scalar?.text ?? "")" } == ["y=3", "x=1"])
        #expect(entries[2].value.sequence?.first?.mapping?.count == 2)
    }

    @Test(
        "a problem is reported with its ID and location",
        arguments: [
            ("a: 1\na: 2\n", "duplicate_key", "2:1"), ("a: *x\n", "undefined_alias", "1:4"),
            ("a: &x [*x]\n", "alias_cycle", "1:8"),
            ("? [a]\n: 1\n", "key_not_text", "1:3"), ("a: !!int 3\n", "yaml_tag", "1:4"),
            ("a: 1\n---\nb: 2\n", "several_documents", "2:1"),
            ("a:\n\t- b\n", "yaml_tab", "2:1"), ("a: @b\n", "yaml_syntax", "1:4"), ("a: b: c\n", "yaml_syntax", "1:4"),
            ("a: 'b\n", "yaml_syntax", "1:4"), ("a: [1\n", "yaml_syntax", "2:1"),
            ("a: x\u{0}y\n", "yaml_unreadable", "1:5"),
            ("<<: 3\n", "merge_not_mapping", "1:1"),
        ])
    func problems(_ text: String, _ id: String, _ place: String) {
        let diagnostics = parseYAML(SourceFile(path: "test.yml", text: text)).diagnostics
        #expect(diagnostics.map(\.id.rawValue) == [id])
        #expect(diagnostics.compactMap(\.range).map { "\($0.start.line):\($0.start.column)" } == [place])
    }

    @Test("a duplicate key is reported with both locations")
    func duplicateKey() {
        let diagnostics = parseYAML(SourceFile(path: "test.yml", text: "a: 1\nb: 2\na: 3\n")).diagnostics
        #expect(diagnostics.first?.notes.first?.range?.start.line == 1)
    }

    @Test("duplicates are found among many keys")
    func manyKeys() {
        let keys = (0..<100).map { "key\($0): 1\n" }.joined()
        let diagnostics = parseYAML(SourceFile(path: "test.yml", text: keys + "key5: 2\nkey50: 2\n")).diagnostics
        #expect(diagnostics.map(\.id.rawValue) == ["duplicate_key", "duplicate_key"])
        #expect(diagnostics.compactMap(\.notes.first?.range?.start.line) == [6, 51])
    }

    @Test("nesting has a limit, in flow style and block style", arguments: ["[", "- ", "{a: "])
    func depth(_ opening: String) {
        let text = String(repeating: opening, count: 10_000)
        #expect(parseYAML(SourceFile(path: "test.yml", text: text)).diagnostics.map(\.id.rawValue) == ["too_deep"])
    }

    @Test("aliases that multiply are an error")
    func multiplyingAliases() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(
            parseYAML(SourceFile(path: "test.yml", text: text)).diagnostics.map(\.id.rawValue) == ["alias_expansion"])
    }

    @Test("nesting through aliases counts toward the limit")
    func deepAliases() {
        let levels = (1...200).map { "a\($0): &a\($0) [*a\($0 - 1)]\n" }.joined()
        #expect(
            parseYAML(SourceFile(path: "test.yml", text: "a0: &a0 x\n" + levels)).diagnostics.map(\.id.rawValue) == [
                "too_deep"
            ])
    }

    @Test("an empty document has no root node and is not an error", arguments: ["", "# only a comment\n", "\n\n"])
    func empty(_ text: String) {
        let result = parseYAML(SourceFile(path: "test.yml", text: text))
        #expect(result.root == nil)
        #expect(result.diagnostics.isEmpty)
    }

    private func parse(_ text: String) throws -> YAMLNode {
        let result = parseYAML(SourceFile(path: "test.yml", text: text))
        #expect(result.diagnostics.map(\.message) == [])
        return try #require(result.root)
    }

    private func place(_ range: SourceRange) -> String {
        "\(range.start.line):\(range.start.column)-\(range.end.line):\(range.end.column)"
    }
}
