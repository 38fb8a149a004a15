import Expressions
import JSON
import Testing
import Times
import YAML

@testable import WorkflowModel

@Suite("Paths and scalars are read by the rules of the language")
struct ValueTests {
    @Test(
        "paths find values",
        arguments: [("a.b", "1"), ("list[0]", "\"x\""), ("list[-1].y", "2"), ("grid[1][0]", "3")])
    func paths(_ path: String, _ expected: String) throws {
        let body = try parseJSON(Array(#"{"a":{"b":1},"list":["x",{"y":2}],"grid":[[],[3]]}"#.utf8))
        #expect(try MemberPath(parsing: path).value(in: body)?.serialized == expected)
    }

    @Test(
        "a path that finds nothing says where it stopped",
        arguments: [
            ("a.c", "a has: b, p.q"), ("c", "the body has: a, list, x.y"), ("list[5]", "list has 1 elements"),
            ("a[0]", "a is an object"), ("a.b.c", "a.b is a number"),
            ("x.y", "the body has a name with a point in it: write $['x.y']"),
            ("a.p.q.r[0]", "a has a name with a point in it: write $.a['p.q'].r[0]"),
        ])
    func obstacles(_ path: String, _ obstacle: String) throws {
        let body = try parseJSON(Array(#"{"a":{"b":1,"p.q":{"r":[1]}},"list":["x"],"x.y":1}"#.utf8))
        #expect(try MemberPath(parsing: path).resolve(in: body).obstacle == obstacle)
    }

    @Test("invalid paths", arguments: ["a..b", ".a", "a.", "a[", "a[x]", "a]", "a[0]b", "a[]"])
    func invalidPaths(_ path: String) {
        #expect(throws: MemberPath.ParseError.self) { try MemberPath(parsing: path) }
    }

    @Test(
        "plain scalars follow the core schema",
        arguments: [
            ("true", "true", false), ("null", "null", false), ("", "null", false), ("12", "12", false),
            ("-1.50", "-1.50", false),
            ("1e3", "1e3", false), ("012", "\"012\"", true), ("yes", "\"yes\"", true), ("NO", "\"NO\"", true),
            ("12:30", "\"12:30\"", true),
            ("1_000", "\"1_000\"", true), ("0x1F", "\"0x1F\"", true), (".5", "\".5\"", true), ("+1", "\"+1\"", true),
            (".inf", "\".inf\"", true),
            ("1.2.3", "\"1.2.3\"", false), ("hello", "\"hello\"", false), ("2026-01-01", "\"2026-01-01\"", false),
            ("-", "\"-\"", false),
        ])
    func coreSchema(_ text: String, _ json: String, _ isAmbiguous: Bool) {
        let (value, ambiguous) = CoreSchema.value(of: YAMLScalar(text, style: .plain))
        #expect(value.serialized == json)
        #expect(ambiguous == isAmbiguous)
        #expect(CoreSchema.value(of: YAMLScalar(text, style: .singleQuoted)).value == .string(text))
    }

    @Test(
        "names that usually mean a secret",
        arguments: [
            ("API_KEY", true), ("dbPwd", true), ("Set-Cookie", true), ("x-signature", true), ("pwd", true),
            ("REGION", false), ("mobile", false),
        ])
    func secretNames(_ name: String, _ isSecret: Bool) {
        #expect(name.namesSecret == isSecret)
    }

    @Test(
        "durations with all milliseconds",
        arguments: [(1, "1 ms"), (999, "999 ms"), (1_000, "1.000 s"), (3_001, "3.001 s"), (61_020, "61.020 s")])
    func exactText(_ milliseconds: Int, _ text: String) {
        #expect(Duration.milliseconds(milliseconds).exactText == text)
    }
}
