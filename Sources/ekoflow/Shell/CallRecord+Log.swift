import EkoSandbox
import Times
import WorkflowEngine
import WorkflowModel
import WorkflowReports

extension CallRecord {
    private static let redactor = Redactor([])

    /// A line for the sandbox's log: `2026-01-02T03:04:05.678Z POST /ekoapi/v3/… 90xxxxx768 HTTP 200 status 0`.
    var logLine: String {
        var parts = [Timestamp(milliseconds: time).rfc3339, method, path]
        if let mobile { parts.append(maskedNumber(mobile)) }
        parts.append("HTTP \(status)")
        if let apiStatus { parts.append("status \(apiStatus)") }
        if let reason { parts.append("(\(reason))") }
        if let warning { parts.append("(\(warning))") }
        if let behaviour { parts.append("[on demand: \(behaviour)]") }
        // A path can hold a token or an OTP.
        return LogText.line(Self.redactor.redact(parts.joined(separator: " "))) + "\n"
    }
}
