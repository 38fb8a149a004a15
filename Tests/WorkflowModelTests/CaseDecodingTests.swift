import JSON
import Testing

@testable import WorkflowModel

@Suite("Cases come from the workflow, from CSV and from JSON")
struct CaseDecodingTests {
    private static let steps = "steps: [{call: {method: GET, path: \"/${{ case.a }}\"}}]\n"

    private func decode(_ cases: String, files: [String: String] = [:]) -> (cases: [String], problems: [String]) {
        let (workflow, diagnostics) = decodeWorkflow("cases: \(cases)\n" + Self.steps, files: files)
        let rows = workflow?.cases.map { row in
            "\(row.title): "
                + row.fields.map { name, value in "\(name)=\(value.literal?.serialized ?? "…")" }.joined(separator: " ")
        }
        return (rows ?? [], diagnostics.map { "\($0.range?.file.path ?? "") \($0.brief)" })
    }

    @Test("a row that is not right counts too: the rows after it keep their titles")
    func numbers() {
        #expect(decode("[just text, {a: 1}, {a: 2, case_name: case 1}]").problems.count == 1)
        #expect(decode("[just text, {a: 1}, {a: 2, case_name: case 2}]").problems.count == 2)
    }

    @Test("a row in the workflow keeps the types of its values, and case_name is its title")
    func inline() {
        let (cases, problems) = decode("[{a: 1, b: x}, {case_name: Second, a: [1, {c: true}]}, {a: '${{ uuid() }}'}]")
        #expect(problems.isEmpty)
        #expect(
            cases == ["case 1: a=1 b=\"x\"", "Second: case_name=\"Second\" a=[1,{\"c\":true}]", "case 3: a=…"])
    }

    @Test(
        "a cell of a CSV file is a string, exactly as written",
        arguments: [
            ("a,b\n0635,NO\n", ["case 1: a=\"0635\" b=\"NO\""]),
            ("a,b\r\n 1 ,\r\n", ["case 1: a=\" 1 \" b=\"\""]),
            ("case_name,a\n\"one, \"\"1\"\"\",\"x\ny\"", [#"one, "1": case_name="one, \"1\"" a="x\ny""#]),
            ("a\n\"\"\n1\n", ["case 1: a=\"\"", "case 2: a=\"1\""]), ("a;b\n1,5;2\n", ["case 1: a=\"1,5\" b=\"2\""]),
            ("a\tb\n1\t2\n", ["case 1: a=\"1\" b=\"2\""]),
            ("a\n1\n\n2\n", ["case 1: a=\"1\"", "case 2: a=\"2\""]), ("\u{FEFF}a\nü\n", []),
        ])
    func csv(_ text: String, _ cases: [String]) {
        // A byte order mark is removed when a file is read, not here.
        #expect(decode("{csv: c.csv}", files: ["c.csv": text]).cases == cases)
    }

    @Test(
        "an error in a CSV file is reported with its location",
        arguments: [
            ("a,b\n1\n", "c.csv invalid_csv 2:1-2:2"), ("a,b\n1,2,3\n", "c.csv invalid_csv 2:1-2:6"),
            ("a\nx\"y\n", "c.csv invalid_csv 2:2-2:3"), ("a\n\"x\"y\n", "c.csv invalid_csv 2:4-2:5"),
            ("a,b\nü,\"x\n", "c.csv invalid_csv 2:3-2:4"), ("", "c.csv invalid_csv 1:1-1:2"),
            ("a,a\n1,2\n", "c.csv duplicate_column 1:3-1:4"), ("a,two words\n1,2\n", "c.csv invalid_name 1:3-1:12"),
            ("case_name,a\nx,1\nx,2\n", "c.csv duplicate_case 3:1-3:2"), ("a\n", "test.yml no_cases 1:14-1:19"),
            // A file's lines also end where only Unicode says so.
            ("a,b\n\"x\u{2028}y\",1\nz\n", "c.csv invalid_csv 4:1-4:2"),
            ("a\nx\u{85}y\"z\n", "c.csv invalid_csv 3:2-3:3"), ("a,b\r\n1,2\r\n\r\nü\r\n", "c.csv invalid_csv 4:1-4:2"),
        ])
    func invalidCSV(_ text: String, _ problem: String) {
        #expect(decode("{csv: c.csv}", files: ["c.csv": text]).problems.first == problem)
    }

    @Test("a JSON file keeps its types")
    func json() {
        let (cases, problems) = decode("{json: c.json}", files: ["c.json": #"[{"a":1.0,"case_name":"x"},{"a":null}]"#])
        #expect(problems.isEmpty)
        #expect(cases == ["x: a=1.0 case_name=\"x\"", "case 2: a=null"])
    }

    @Test("a problem deep in a JSON file is found at once: the work does not double with each level")
    func deepJSON() {
        for (inner, problem) in [(#"{"a":1,"a":2}"#, "duplicate_key"), (#""{{ x }}""#, "expression_as_text")] {
            let nested = String(repeating: "[", count: 60) + inner + String(repeating: "]", count: 60)
            let (_, problems) = decode("{json: c.json}", files: ["c.json": "[{\"a\":\(nested)}]"])
            #expect(problems.count == 1 && problems[0].contains(problem), "\(problems)")
        }
    }

    @Test("null is no name")
    func nullName() {
        let (cases, problems) = decode(
            "{json: c.json}", files: ["c.json": #"[{"a":1,"case_name":null},{"a":2,"case_name":null}]"#])
        #expect(problems == [])
        #expect(cases.map { $0.prefix(6) } == ["case 1", "case 2"])
    }

    @Test("a row without a name is known by its values and its expressions, also if rows are added before it")
    func identities() throws {
        func identities(_ rows: String) throws -> [String] {
            let (workflow, problems) = decodeWorkflow("vars: {x: 1, y: 2}\ncases: [\(rows)]\n" + Self.steps)
            #expect(problems.isEmpty)
            return try #require(workflow).cases.map(\.identity)
        }
        let rows =
            "{a: '${{ vars.x }}'}, {a: '${{ vars.y }}'}, {a: 'x${{ default(vars.x, 1) }}'}, {a: ['${{ vars.x }}']}"
        let before = try identities(rows)
        #expect(Set(before).count == 4)
        #expect(try identities("{a: '${{ vars.x == 1 }}'}, " + rows).suffix(4) == before[...])
        #expect(try identities("{a: '${{  vars.x  }}'}").first == before[0])
    }

    @Test("empty lines before the header change no separator", arguments: [";", "\t", ","])
    func emptyLines(_ separator: String) {
        let (cases, problems) = decode(
            "{csv: c.csv}", files: ["c.csv": "\n\r\n" + ["a", "b"].joined(separator: separator) + "\n1\(separator)2\n"])
        #expect(problems == [])
        #expect(cases == ["case 1: a=\"1\" b=\"2\""])
    }

    @Test(
        "an error in a JSON file is reported with its location",
        arguments: [
            ("[{\n\"a\" 1}]", "c.json invalid_json 2:5-2:6"), ("{}", "c.json invalid_cases 1:1-1:2"),
            ("[1]", "c.json invalid_cases 1:1-1:2"), ("[{\"a b\":1}]", "c.json invalid_name 1:1-1:2"),
            ("[]", "test.yml no_cases 1:15-1:21"),
        ])
    func invalidJSON(_ text: String, _ problem: String) {
        #expect(decode("{json: c.json}", files: ["c.json": text]).problems.first == problem)
    }

    @Test(
        "an error in 'cases' is reported with its location",
        arguments: [
            ("x", "wrong_type 1:8-1:9"), ("[x]", "wrong_type 1:9-1:10"), ("[{}]", "empty_case 1:9-1:11"),
            ("{csv: a, json: b}", "wrong_type 1:1-1:6"), ("{cvs: a}", "unknown_key 1:9-1:12"),
            ("{csv: missing.csv}", "unreadable_file 1:14-1:25"), ("[{b: 1}]", "undefined_case_field 2:42-2:48"),
            ("[{a: 1}, {a: '${{ case.a }}'}]", "undefined_case_field 1:26-1:32"),
        ])
    func problems(_ cases: String, _ problem: String) {
        #expect(decode(cases).problems.map { String($0.drop { $0 != " " }.dropFirst()) }.first == problem)
    }
}
