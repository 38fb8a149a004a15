import JSON

/// Writes a run with its exchanges as JSON (`ekoflow schema report`). A newer minor version only adds properties.
package struct JSONFormat: ReportFormat {
    static let version = 1

    package init() {}

    package func isReport(startingWith start: ArraySlice<UInt8>) -> Bool {
        let head = String(decoding: start.prefix(500), as: UTF8.self).filter { !$0.isWhitespace }
        return head.hasPrefix("{\"report\":\(Self.version),\"ekoflow\":\"") && head.contains("\",\"run\":\"")
    }

    package func head(_ info: ReportInfo, total: ReportTotal?) -> String {
        var writer = JSONObjectWriter()
        writer.add("report", Self.version)
        info.write(ReportInfo.fields, to: &writer)
        writer.add("suites", json: "[")
        return JSONText.inert(writer.unfinished())
    }

    package func write(_ suite: ReportSuite, _: ReportCounts, before: ReportCounts, to text: inout TextBuffer) {
        text.append(before.suites == 0 ? "\n" : ",\n")
        text.append(JSONText.inert(suite.jsonText()))
    }

    package func foot(_ total: ReportTotal) -> String { "\n],\(total.json.dropFirst())\n" }
}

extension ReportTotal {
    /// The counts, and how the run ended.
    var json: String {
        var writer = JSONObjectWriter()
        writer.add("counts") { counts.write(to: &$0) }
        end.write(to: &writer)
        return writer.finished()
    }
}
