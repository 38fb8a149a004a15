import JSON
import Times

/// Writes a run as JSON, with each exchange: `schemas/report.json` describes it. A newer minor version only adds members.
package struct JSONFormat: ReportFormat {
    static let version = 1

    package init() {}

    package func head(_ info: ReportInfo, total: ReportTotal?) -> String {
        var object: JSONObject = [
            "report": .integer(Self.version), "ekoflow": .string(info.version), "run": .string(info.runID),
            "started": .string(info.startedAt),
        ]
        if let part = info.part { object.append("part", .object(part.json)) }
        return JSONValue.object(object).serialized.dropLast() + ",\"suites\":["
    }

    package func suite(_ suite: ReportSuite, before: ReportCounts) -> String {
        (before.suites == 0 ? "\n" : ",\n") + suite.wholeJSON
    }

    package func foot(_ total: ReportTotal) -> String {
        let object: JSONObject = [
            "counts": .object(total.counts.json), "ms": .milliseconds(total.end.duration),
            "interrupted": .bool(total.end.wasInterrupted), "cut_off": .bool(total.end.wasCutOff),
        ]
        return "\n],\(JSONValue.object(object).serialized.dropFirst())\n"
    }
}

extension ReportPart {
    var json: JSONObject { ["number": .integer(number), "count": .integer(count), "split": .string(split)] }

    init?(_ object: JSONObject) {
        guard object.int("count") > 0 else { return nil }
        self.init(number: object.int("number"), count: object.int("count"), split: object.string("split"))
    }
}

extension ReportCounts {
    var json: JSONObject {
        [
            "steps": .integer(testcases), "passed": .integer(passed), "failures": .integer(failures),
            "errors": .integer(errors), "skipped": .integer(skipped), "sms_sent": .integer(smsSent),
            "sms_unknown": .integer(smsUnknown), "sms_sandbox": .integer(smsOnSandbox),
        ]
    }
}
