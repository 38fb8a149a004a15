import JSON
import Source

/// What commands disagree about for one workflow, in sentences; empty if they agree.
enum Agreement {
    /// An error that a command shows.
    struct Diagnostic: Hashable, CustomStringConvertible {
        let id: String
        let place: String
        var description: String { "\(id) \(place)" }
    }

    /// Errors that `validate` cannot find: it reads no credentials, certificates and variables of a run, and sends nothing.
    private static let onlyInRun: Set = [
        "missing_credential", "short_credential", "malformed_credential", "missing_variable", "unreadable_tls_file",
        "unused_variable", "loosened_limit", "indivisible_limit", "no_otp_source", "not_a_recipient",
        "production_not_confirmed", "jobs_in_production", "sandbox_unavailable", "unwritable_file",
        "nothing_selected", "no_environment", "overwrites_input",
        // 'validate' accepts environments too.
        "environment_as_workflow",
    ]

    static func diagnostics(_ result: EkoflowProcess.Result) -> [Diagnostic] {
        result.stderr.matches(of: #/(?m)^error\[(\w+)\]: .*\n(?: *--> (.*)\n)?/#).map {
            Diagnostic(id: String($0.1), place: $0.2.map(String.init) ?? "")
        }
    }

    static func ofDiagnostics(run: [Diagnostic], plan: [Diagnostic], validate: [Diagnostic]) -> [String] {
        let ofRun = Set(run.filter { !["unwritable_file", "overwrites_input"].contains($0.id) })
        let ofPlan = Set(plan)
        let ofValidate = Set(validate)
        return ofRun.symmetricDifference(ofPlan).map { "only one of run and plan says: \($0)" }
            + ofValidate.subtracting(ofRun).map { "validate says what run does not: \($0)" }
            + ofRun.subtracting(ofValidate).filter { !onlyInRun.contains($0.id) }
            .map { "run says what validate does not: \($0)" }
    }

    /// `run` is a report in JSON, `plan` the output of `plan --json`.
    static func ofRequests(run: JSONValue, plan: JSONValue) -> [String] {
        let planned = Dictionary(
            grouping: plan["requests"].elements.map { (key: $0["workflow"].text + " › " + $0["step"].text, value: $0) }
        ) { $0.key }.mapValues { $0.map(\.value) }
        var problems: [String] = []
        for suite in run["suites"].elements where suite["name"].text != "ekoflow" {
            for step in suite["steps"].elements where !["use", "wait"].contains(step["kind"].text) {
                let key = suite["name"].text + " › " + step["name"].text
                guard let request = planned[key]?.first else {
                    if !isSkipped(step) { problems.append("\(key): not planned, and run: \(step["verdict"].text)") }
                    continue
                }
                if isSkipped(step), !request["conditional"].isTrue {
                    problems.append("\(key): planned without a condition, and skipped by its condition")
                }
                let (effects, plannedEffects) = (step["effect"]["kinds"], request["effects"])
                if effects != .null, effects != plannedEffects {
                    problems.append("\(key): planned as \(plannedEffects.serialized), and did \(effects.serialized)")
                }
                if step["sms"].text != "none", request["sms_to"] == .null {
                    problems.append("\(key): texted somebody, and was not planned as a send")
                }
                guard step["exchange"] != .null else { continue }
                let (method, url) = (step["exchange"]["method"].text, path(step["exchange"]["url"].text))
                if request["method"].text != method { problems.append("\(key): another method was sent: \(method)") }
                if !matches(url, path(request["url"].text)) {
                    problems.append("\(key): planned \(path(request["url"].text)), sent \(url)")
                }
            }
        }
        let run = Set(
            run["suites"].elements.flatMap { suite in
                suite["steps"].elements.map { suite["name"].text + " › " + $0["name"].text }
            })
        return problems
            + planned.filter { !run.contains($0.key) && !$0.value[0]["conditional"].isTrue }.keys.sorted().map {
                "\($0): planned, and not in the report"
            }
    }

    /// Both are reports in JSON.
    static func ofVerdicts(run: JSONValue, recheck: JSONValue) -> [String] {
        func verdicts(_ report: JSONValue) -> [String: [String]] {
            let steps = report["suites"].elements.flatMap { suite in
                suite["steps"].elements.filter { $0["exchange"] != .null }.map {
                    (suite["name"].text + " › " + $0["name"].text, $0["verdict"].text + " " + $0["type"].text)
                }
            }
            return Dictionary(grouping: steps) { $0.0 }.mapValues { $0.map(\.1) }
        }
        let (before, after) = (verdicts(run), verdicts(recheck))
        return before.filter { after[$0.key] != $0.value }.map {
            "\($0.key): run says \($0.value), recheck \(after[$0.key] ?? [])"
        }.sorted()
    }

    /// Whether the run ended before its first step.
    static func didNotStart(_ report: JSONValue) -> Bool {
        report["suites"].elements.allSatisfy { $0["name"].text == "ekoflow" }
    }

    private static func isSkipped(_ step: JSONValue) -> Bool {
        step["verdict"].text == "skipped" && step["message"].text == "its 'when' is false"
    }

    /// The path of a URL, without scheme, host and query.
    private static func path(_ url: String) -> String {
        let rest = url.split(separator: "//", maxSplits: 1).last ?? ""
        let path = "/" + rest.drop { $0 != "/" }.dropFirst().prefix { $0 != "?" }
        // `unique_ref()` is new in each run.
        return path.replacing(#/client_ref_id:[0-9A-Z]{20}/#, with: "client_ref_id:NEW")
    }

    /// `${{ … }}` in a planned URL matches anything.
    private static func matches(_ url: String, _ planned: String) -> Bool {
        let parts = planned.split(separator: #/(\$|%24)(\{|%7B){2}.*?(\}|%7D){2}/#, omittingEmptySubsequences: false)
        var rest = url[...]
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            let found =
                index == 0
                ? rest.hasPrefix(part) ? rest.startIndex..<rest.index(rest.startIndex, offsetBy: part.count) : nil
                : isLast
                    ? rest.hasSuffix(part) ? rest.index(rest.endIndex, offsetBy: -part.count)..<rest.endIndex : nil
                    : rest.firstRange(of: part)
            guard let found else { return false }
            rest = rest[found.upperBound...]
        }
        return parts.count > 1 || rest.isEmpty
    }
}

extension JSONValue {
    /// A property of an object; null if there is none.
    fileprivate subscript(_ name: String) -> JSONValue {
        if case .object(let object) = self { object[name] ?? .null } else { .null }
    }

    fileprivate var text: String { if case .string(let text) = self { text } else { "" } }
    fileprivate var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
    fileprivate var isTrue: Bool { self == .bool(true) }
}
