import JSON

/// Writes a run as JSON, with each exchange: `schemas/report.json` describes it. A newer minor version only adds members.
package struct JSONFormat: ReportFormat {
    static let version = 1

    package init() {}

    package func head(_ info: ReportInfo, total: ReportTotal?) -> String {
        let object: JSONObject = [
            "report": .integer(Self.version), "ekoflow": .string(info.version), "run": .string(info.runID),
            "started": .string(info.startedAt),
        ]
        return JSONValue.object(object).serialized.dropLast() + ",\"suites\":["
    }

    package func suite(_ suite: ReportSuite, before: ReportCounts) -> String {
        (before.testcases == 0 ? "\n" : ",\n") + suite.wholeJSON
    }

    package func foot(_ total: ReportTotal) -> String {
        let object: JSONObject = [
            "counts": .object(total.counts.json), "ms": .milliseconds(total.end.duration),
            "interrupted": .bool(total.end.wasInterrupted),
        ]
        return "\n],\(JSONValue.object(object).serialized.dropFirst())\n"
    }
}

extension ReportCounts {
    var json: JSONObject {
        [
            "steps": .integer(testcases), "passed": .integer(passed), "failures": .integer(failures),
            "errors": .integer(errors), "skipped": .integer(skipped), "sms_sent": .integer(smsSent),
            "sms_unknown": .integer(smsUnknown),
        ]
    }
}
