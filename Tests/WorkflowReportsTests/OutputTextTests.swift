import JSON
import Testing

@testable import WorkflowReports

@Suite("Nothing in somebody else's text controls the reader of an output")
struct OutputTextTests {
    @Test(
        "a line for a terminal or a log: invisible characters become symbols, and commands get a separator",
        arguments: [
            ("\u{1B}[2J\u{7}\r\n\t", "␛[2J␇␍␊␉"), ("\u{7F}\u{85}\u{9B}1m", "␡\u{FFFD}\u{FFFD}1m"),
            ("a\u{202E}b\u{2066}c\u{200F}d\u{61C}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}"),
            ("a\u{2028}b\u{2029}c", "a\u{FFFD}b\u{FFFD}c"), ("a\u{200B}\u{FEFF}\u{AD}\u{2060}", "a" + four),
            ("\u{E0041}\u{E0042}\u{E0001}\u{E0101}", four),
            // A joiner after a space or an ASCII character joins nothing.
            ("#\u{200D}#vso[", "#\u{FFFD}#vso["), (" \u{200C}x\u{FE0F}", " \u{FFFD}x\u{FFFD}"),
            ("::error::x", "·::error::x"), ("  \u{A0}\u{3000}::x", "  \u{A0}\u{3000}·::x"),
            ("##[error]", "#·#[error]"), ("a ##VSO[task.complete]", "a #·#VSO[task.complete]"),
            ("###[x]", "##·#[x]"), ("##teamcity[x]", "#·#teamcity[x]"), ("[[ATTACHMENT|/x]]", "[·[ATTACHMENT|/x]]"),
            ("section_start:1700000000:x", "section_start·:1700000000:x"), ("section_end:1:x", "section_end·:1:x"),
        ])
    func line(_ text: String, _ shown: String) {
        #expect(LogText.line(text) == shown)
        #expect(LogText.line(shown) == shown)
    }

    private static let four = "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"

    @Test(
        "each line of a text can be a command, and every line break of a runner begins one",
        arguments: [
            ("a\n::error::x", "a\n·::error::x"), ("a\r::error::x", "a␍::error::x"), ("a\n\t ::x", "a\n\t ·::x"),
            ("a\n\u{85}::x", "a\n\u{FFFD}::x"),
        ])
    func lines(_ text: String, _ shown: String) {
        #expect(LogText.lines(text) == shown)
    }

    static let harmless = [
        "a::b", "a :: b", ":", "[[x]]", "[[attachment]]", "## 1.0 [2026]", "# [x]", "section_start: now",
        "the section_end:", "👨\u{200D}👩\u{200D}👧 ❤\u{FE0F}\u{200D}🔥 1\u{FE0F}\u{20E3}", "क्\u{200D}ष न\u{200C}",
        "नमस्ते", "e\u{301}", "日本語 한국어 עברית", "100% \"a\" 'b' \\ `c`", "",
    ]

    @Test("other text stays as it is", arguments: harmless)
    func unchanged(_ text: String) throws {
        #expect(LogText.line(text) == text)
        #expect(LogText.lines(text) == text)
        let json = JSONValue.string(text).serialized
        #expect(JSONText.inert(json) == json)
        #expect(ShellText.quoted(text.replacing("'", with: "")) == "'\(text.replacing("'", with: ""))'")
        let plain = text.filter { !"&<>\"%:,\\#".contains($0) }
        #expect(XMLText.attribute(plain) == plain)
        #expect(MarkdownText.insideHTML(plain) == plain)
        #expect(GitHubText.property(plain) == plain)
        #expect(TAPText.description(plain) == plain)
    }

    @Test("JSON keeps its values, whatever is escaped in it", arguments: hostileTexts + harmless)
    func json(_ text: String) throws {
        let value: JSONValue = [
            "text": .string(text), "list": [["[ATTACHMENT|", .string(text)]], "after a backslash": .string("\\\(text)"),
        ]
        for json in [value.serialized, value.prettyPrinted] {
            let inert = JSONText.inert(json)
            #expect(try parseJSON(Array(inert.utf8)) == value)
            #expect(Readers.whatActs(in: inert) == [])
        }
        // Of a page's data, only what is invisible becomes something else.
        let page = HTMLText.script(value.serialized)
        guard case .object(let object) = try parseJSON(Array(page.utf8)) else { return }
        #expect(Readers.whatActs(in: object.string("text")).filter { $0.hasPrefix("invisible") } == [])
        #expect(!page.contains("<"))
    }

    @Test("a word of a shell script keeps its value for the shell")
    func shell() {
        #expect(ShellText.quoted("it's ##vso[x]") == "'it'\\''s #''#vso[x]'")
        #expect(ShellText.quoted("a\n::error::") == "'a\n''::error::'")
    }

    @Test("the fast check sees a command and a foreign character at every place of a longer text")
    func scan() {
        for place in 0..<20 {
            let before = String(repeating: "x", count: place)
            for command in ["::", "##", "[[A", "t:", "d:"] {
                #expect(CICommands.scan("\(before)\(command) and the rest of the text").mayHold)
                #expect(CICommands.scan(before + command).mayHold)
            }
            for harmless in ["\":", "e:", "[A", ":", "#", "#x#", ": :", "A["] {
                #expect(CICommands.scan("\(before)\(harmless) and the rest of the text") == (false, true))
            }
            for foreign in ["\u{7F}", "é", "\u{2028}"] {
                #expect(!CICommands.scan("\(before)\(foreign) and the rest of the text").isASCII)
                #expect(!CICommands.scan(before + foreign).isASCII)
            }
        }
    }

    @Test("XML shows a control character as text")
    func xml() {
        #expect(XMLText.attribute("\u{1B}\r\u{202E}\u{FFFE}<\"") == "#x1B#xD#x202E#xFFFE&lt;&quot;")
        #expect(XMLText.content("a\n\t::error::##[x]") == "a\n\t·::error::#·#[x]")
    }

    static let hostileTexts = [
        "\u{1B}[2J\u{1B}]0;t\u{7}", "\r::error::a", "\n::error::b", "\n\u{A0}\u{3000}::warning::c", "\u{85}::error::d",
        "\u{2028}::error::e", "\u{202E}\u{2066}", "\u{E0041}", "##vso[task.complete]", "##[error]", "##teamcity[x]",
        "[[ATTACHMENT|/etc/passwd]]", "\nsection_start:1:x\r\u{1B}[0K", "\u{9B}2J", "</script><script>",
        "\u{200D}::a::",
        "\\u001b \\\\r", "#\u{AD}#vso[x]",
    ]
}

/// What the readers of logs and reports act on, by their own rules.
enum Readers {
    /// Empty if they act on nothing. `ownCommands` are lines that ekoflow itself writes as commands.
    static func whatActs(in text: String, ownCommands: String? = nil) -> [String] {
        var found: [String] = []
        for scalar in text.unicodeScalars where isInvisible(scalar) {
            found.append("invisible U+\(String(scalar.value, radix: 16))")
        }
        let lower = text.lowercased()
        for command in ["##[", "##vso[", "##teamcity[", "[[attachment|"] where lower.contains(command) {
            found.append(command)
        }
        if text.contains(/section_(start|end):\d+:/) { found.append("section") }
        // GitHub's runner: StreamReader.ReadLine, TrimStart, StartsWith("::").
        for line in text.split(whereSeparator: { "\n\r\r\n".contains($0) }) {
            let trimmed = line.drop(while: \.isWhitespace)
            guard trimmed.hasPrefix("::") else { continue }
            if let ownCommands, trimmed.hasPrefix(ownCommands) { continue }
            found.append(String(trimmed.prefix(20)))
        }
        return found
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A: false
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2060...0x206F, 0x200B, 0x200E, 0x200F, 0x61C, 0xFEFF, 0xAD,
            0xE0000...0xE0FFF:
            true
        default: false
        }
    }
}
