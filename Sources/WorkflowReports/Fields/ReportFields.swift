import JSON
import WorkflowModel

/// The JSON Schema of a report in JSON.
package enum ReportSchema {
    package static var json: JSONValue {
        let properties: [JSONObject.Member] =
            [("report", ["const": .integer(JSONFormat.version)])]
            + ReportInfo.fields.map { ($0.name, .object($0.schema)) }
            + [("suites", ["type": "array", "items": ["$ref": "#/$defs/suite"]]), ("counts", ReportCounts.schema())]
            + ReportEnd.fields.map { ($0.name, .object($0.schema)) }
        let required =
            ["report", "suites", "counts"] + ReportInfo.fields.filter(\.isRequired).map(\.name)
            + ReportEnd.fields.filter(\.isRequired).map(\.name)
        return [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": .string("A report of ekoflow in JSON, version \(JSONFormat.version)"),
            "description":
                "Written by --json. A newer version of the program may add properties; the ones here keep their meaning.",
            "type": "object", "required": .array(required.map { .string($0) }),
            "properties": .object(JSONObject(properties)),
            "$defs": [
                "milliseconds": ["type": "number", "minimum": 0],
                "suite": ReportSuite.schema("a workflow, or one of its cases"), "step": ReportTestcase.schema(),
                "problem": Problem.schema("what is wrong"),
                "exchange": RecordedExchange.schema(
                    "what was sent and received; a secret is replaced by a string of the same form"),
            ],
        ]
    }
}

extension ReportInfo: FieldCoded {
    static var fields: [Field<ReportInfo>] { fields(startedAt: "started") }

    /// A journal names the start time `time`.
    static func fields(startedAt: String) -> [Field<ReportInfo>] {
        [
            .string("ekoflow", \.version, "the version of the program"), .string("run", \.runID, "the name of the run"),
            .string(startedAt, \.startedAt, "RFC 3339"),
            .strings("environments", \.environments, "the names of its environments"),
            .bool("sandbox", \.isSandbox, omitted: false, "present if all of them are sandboxes"),
            .string("command", optional: \.command, "the command line"),
            .string("commit", optional: \.commit, "the commit of the workflows, as CI tells it"),
            .string("ci", optional: \.job, "the address of the CI job"),
            .string(
                "ledger_run", optional: \.ledgerRun,
                "the name of the run in the ledger, if it is another: the name of its first start, or its key"),
            .string("run_key", optional: \.runKey, "the key that the run was given with --run-key"),
            .optional("part", \.part, "which part of a run on several machines it is"),
        ]
    }

    /// How many workflows and cases were planned. Only journals have this field.
    static let planned = Field<ReportInfo>(
        name: "planned", isRequired: false, schema: .type("integer", ""),
        write: { info, writer in info.pointee.planned.map { writer.add("planned", $0) } },
        read: { $0.planned = $1["planned"] == nil ? nil : $1.int("planned") })
}

extension ReportPart: FieldCoded {
    init() { self.init(number: 0, count: 0, split: "") }

    static let fields: [Field<ReportPart>] = [
        .int("number", \.number, minimum: 1), .int("count", \.count, minimum: 1),
        .string("split", \.split, "parts of one split have the same"),
    ]
}

extension ReportEnd: FieldCoded {
    static let fields: [Field<ReportEnd>] = [
        .duration("ms", \.duration), .bool("interrupted", \.wasInterrupted),
        Field.bool("cut_off", \.wasCutOff, "whether the process ended before the run did").notRequired,
    ]
}

extension ReportCounts: FieldCoded {
    static let fields: [Field<ReportCounts>] = [
        .count("steps", \.testcases), .count("passed", \.passed), .count("failures", \.failures),
        .count("errors", \.errors), .count("skipped", \.skipped), .count("sms_sent", \.smsSent),
        .count("sms_unknown", \.smsUnknown), .count("sms_sandbox", \.smsOnSandbox),
        .count("transfers", \.transfers), .count("transfers_unknown", \.transfersUnknown),
        .rupees("amount", \.amount), .rupees("amount_unknown", \.amountUnknown), .count("priced", \.priced),
        .count("priced_unknown", \.pricedUnknown), .count("changes_unknown", \.changesUnknown),
    ]
}

extension Field<ReportCounts> {
    /// Counts are computed from the steps, so this field is written but never read.
    fileprivate static func count(_ name: String, _ path: KeyPath<ReportCounts, Int> & Sendable) -> Field {
        let property = Property(path)
        return Field(
            name: name, schema: ["type": "integer", "minimum": 0], write: { $1.add(name, property.value(in: $0)) },
            read: { _, _ in })
    }

    fileprivate static func rupees(_ name: String, _ path: KeyPath<ReportCounts, Rupees> & Sendable) -> Field {
        let property = Property(path)
        return Field(
            name: name, schema: ["type": "number", "minimum": 0],
            write: { $1.add(name, json: property.value(in: $0).digits) },
            read: { _, _ in })
    }
}
