import JSON
import Testing
import YAMLSource

@testable import WorkflowModel

@Suite("Durations, times, paths and scalars are read as the language says")
struct ValueTests {
    @Test(
        "durations", arguments: [("500ms", 500.0), ("1.5s", 1_500), ("2m", 120_000), ("1h", 3_600_000), ("0.5ms", 0.5)])
    func durations(_ text: String, _ milliseconds: Double) throws {
        #expect(try #require(parseDuration(text)).milliseconds == milliseconds)
    }

    @Test("what is no duration", arguments: ["", "5", "s", "5 s", "-1s", "1d", "1e3s", "1.2.3s", "५s", "9999999h"])
    func noDurations(_ text: String) {
        #expect(parseDuration(text) == nil)
    }

    @Test(
        "durations for people",
        arguments: [(0.84, "840 µs"), (12.4, "12 ms"), (1_318, "1.32 s"), (61_005, "61.01 s"), (999.6, "1.00 s")])
    func durationText(_ milliseconds: Double, _ text: String) {
        #expect(Duration.microseconds(Int64(milliseconds * 1_000)).shortText == text)
    }

    @Test(
        "times in every form",
        arguments: [
            "2026-05-22T16:04:04+05:30", "2026-05-22T10:34:04Z", "2026-05-22t10:34:04.000z",
            "Fri May 22 16:04:04 IST 2026",
            "Fri, 22 May 2026 10:34:04 GMT", "1779446044", "1779446044000",
        ])
    func times(_ text: String) throws {
        #expect(try #require(parseTimestamp(.string(text))).rfc3339 == "2026-05-22T10:34:04.000Z")
    }

    @Test(
        "what is no time",
        arguments: [
            "", "2026-02-29T00:00:00Z", "2026-05-22", "Fri May 22 16:04:04 XYZ 2026", "25:00", "123",
            "2026-05-22T16:04:04",
            "Fri May 22 16:04:04 IST 999999999999", "Fri, 22 May 99999999999 10:34:04 GMT", "99999-01-01T00:00:00Z",
        ])
    func noTimes(_ text: String) {
        #expect(parseTimestamp(.string(text)) == nil)
    }

    @Test(
        "dates are right before 1970, on leap days and in other centuries",
        arguments: [
            ("1969-12-31T23:59:59.001Z", -999 as Int64), ("2000-02-29T00:00:00.000Z", 951_782_400_000),
            ("2100-03-01T00:00:00.000Z", 4_107_542_400_000),
        ])
    func calendar(_ text: String, _ milliseconds: Int64) throws {
        #expect(try #require(parseTimestamp(.string(text))).milliseconds == milliseconds)
        #expect(Timestamp(milliseconds: milliseconds).rfc3339 == text)
    }

    @Test(
        "paths find what they name",
        arguments: [("a.b", "1"), ("list[0]", "\"x\""), ("list[-1].y", "2"), ("grid[1][0]", "3")])
    func paths(_ path: String, _ expected: String) throws {
        let body = try parseJSON(Array(#"{"a":{"b":1},"list":["x",{"y":2}],"grid":[[],[3]]}"#.utf8))
        #expect(try MemberPath(parsing: path).value(in: body)?.serialized == expected)
    }

    @Test(
        "a path that leads nowhere says where it ends",
        arguments: [
            ("a.c", "a has: b"), ("c", "the body has: a, list"), ("list[5]", "list has 1 elements"),
            ("a[0]", "a is an object"), ("a.b.c", "a.b is a number"),
        ])
    func obstacles(_ path: String, _ obstacle: String) throws {
        let body = try parseJSON(Array(#"{"a":{"b":1},"list":["x"]}"#.utf8))
        #expect(try MemberPath(parsing: path).resolve(in: body).obstacle == obstacle)
    }

    @Test("paths that make no sense", arguments: ["a..b", ".a", "a.", "a[", "a[x]", "a]", "a[0]b", "a[]"])
    func invalidPaths(_ path: String) {
        #expect(throws: MemberPath.ParseError.self) { try MemberPath(parsing: path) }
    }

    @Test(
        "plain scalars by the core schema",
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
        "names of what is mostly a secret",
        arguments: [
            ("API_KEY", true), ("dbPwd", true), ("Set-Cookie", true), ("x-signature", true), ("pwd", true),
            ("REGION", false), ("mobile", false),
        ])
    func secretNames(_ name: String, _ isSecret: Bool) {
        #expect(name.namesSecret == isSecret)
    }

    @Test(
        "a duration with all of its milliseconds",
        arguments: [(1, "1 ms"), (999, "999 ms"), (1_000, "1.000 s"), (3_001, "3.001 s"), (61_020, "61.020 s")])
    func exactText(_ milliseconds: Int, _ text: String) {
        #expect(Duration.milliseconds(milliseconds).exactText == text)
    }
}
