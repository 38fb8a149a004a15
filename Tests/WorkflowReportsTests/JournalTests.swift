import Testing

@testable import WorkflowReports

@Suite("A journal shows what was done, wherever it was cut off")
struct JournalTests {
    private static let lines = [
        #"{"event":"run","journal":1,"ekoflow":"0","run":"R","time":"2026-01-02T03:04:05.678Z","workflows":2}"#,
        #"{"event":"suite","name":"A","file":"a.yml","class":"a","environment":"e","host":"h","started":"2026-01-02T03:04:05","steps":[{"name":"s","file":"a.yml","line":3,"expects":["http","body.a"]},{"name":"t","file":"a.yml","line":4,"expects":["http"]}]}"#,
        #"{"event":"send","step":"s","to":"90xxxxx768","time":"2026-01-02T03:04:05.678Z"}"#,
        #"{"event":"step","name":"s","file":"a.yml","line":3,"expects":["http","body.a"],"ms":1.5,"sms":"sent","verdict":"failure","message":"m","body":"b"}"#,
        #"{"event":"step","name":"t","file":"a.yml","line":4,"expects":["http"],"ms":0,"sms":"none","verdict":"skipped","message":"r"}"#,
        #"{"event":"suite_end","ms":2}"#,
        #"{"event":"end","ms":3,"interrupted":false}"#,
    ]

    @Test("a complete journal has every step")
    func whole() throws {
        let journal = try Journal(Self.bytes(Self.lines.count))
        #expect(!journal.isCutOff)
        #expect(journal.document.counts.testcases == 2)
        #expect(journal.document.counts.failures == 1)
        #expect(journal.document.counts.skipped == 1)
        #expect(journal.document.counts.smsSent == 1)
        #expect(journal.document.suites.first?.testcases.first?.duration == .microseconds(1_500))
    }

    @Test(
        "if a journal was cut off, a send without its end may have been sent, and steps that did not start are skipped",
        arguments: [(2, 0, 0, 2), (3, 1, 1, 1), (4, 0, 0, 1), (5, 0, 0, 1), (6, 0, 0, 1)])
    func cutOff(_ lineCount: Int, _ errors: Int, _ unknown: Int, _ skipped: Int) throws {
        let journal = try Journal(Self.bytes(lineCount))
        #expect(journal.isCutOff)
        let counts = journal.document.counts
        // One more testcase says that the run did not end.
        #expect(counts.testcases == 2 + 1)
        #expect(counts.errors == errors + 1)
        #expect(journal.document.end.wasCutOff)
        #expect(counts.smsUnknown == unknown)
        #expect(counts.skipped == skipped)
    }

    @Test("a journal that is cut at any byte is read up to its last complete line")
    func anyByte() throws {
        let bytes = Self.bytes(Self.lines.count)
        let first = Self.lines[0].utf8.count
        for count in first..<bytes.count {
            let wholeLines = bytes[..<count].count { $0 == UInt8(ascii: "\n") }
            let journal = try Journal(Array(bytes[..<count]))
            // If only the line break is missing, the line is complete.
            let isWhole = bytes[count] == UInt8(ascii: "\n")
            let expected = try Journal(Self.bytes(wholeLines + (isWhole ? 1 : 0)))
            #expect(journal.document.counts == expected.document.counts, "cut at \(count)")
            #expect(journal.isCutOff == expected.isCutOff)
        }
    }

    @Test(
        "a file that is not a journal is an error",
        arguments: [
            "", "\n", "x", "{}", #"{"event":"step"}"#, #"{"event":"run","journal":2}"#,
            "{\"event\":\"run\",\"journal\":1}\n{\"event\":\"x\"}\n", "x\n{\"event\":\"run\",\"journal\":1}\n",
            "{\"event\":\"run\",\"journal\":1}\n{\"event\":\"suite_end\"}\n",
            "{\"event\":\"run\",\"journal\":1}\n{\"event\":\"step\"}\n",
        ])
    func wrong(_ text: String) {
        #expect(throws: Journal.ReadError.self) { try Journal(Array(text.utf8)) }
    }

    @Test("a line that a power failure damaged is ignored, with all lines after it")
    func spoilt() throws {
        var lines = Self.lines
        lines[2] = String(repeating: "\0", count: 100)
        let journal = try Journal(Array(lines.map { $0 + "\n" }.joined().utf8))
        #expect(journal.isCutOff)
        #expect(journal.document.counts.skipped == 2)
    }

    @Test("a report from a journal that was cut off says so, also in JSON, and counts what had not started")
    func cutOffReport() throws {
        let start =
            #"{"event":"run","journal":1,"ekoflow":"1","run":"R","time":"2026-01-02T03:04:05.678Z","planned":3}"#
        let document = try Journal(Array((start + "\n").utf8)).document
        let again = try ReportDocument.read(Array(JSONFormat().text(of: document).utf8))
        #expect(again.end.wasCutOff && again.counts.errors == 1)
        let verdict = again.suites.last?.testcases.last?.verdict
        #expect(verdict?.isProblem == true)
        #expect(verdict?.message.hasSuffix("3 workflows and cases had not started") == true)
        #expect(Recording(again).suites.isEmpty)
    }

    @Test("the last bytes of a journal show whether it is complete")
    func end() {
        #expect(Journal.isEnd(Self.bytes(Self.lines.count)[...]))
        #expect(Journal.isEnd(Self.bytes(Self.lines.count).suffix(60)))
        #expect(!Journal.isEnd(Self.bytes(Self.lines.count - 1)[...]))
        #expect(!Journal.isEnd(Self.bytes(Self.lines.count).dropLast()))
        #expect(!Journal.isEnd([]))
    }

    private static func bytes(_ count: Int) -> [UInt8] {
        Array(lines.prefix(count).map { $0 + "\n" }.joined().utf8)
    }
}
