import Foundation

/// The `reports/junit.xml` of a run that did not start: the errors on stderr, without the warnings.
struct UnstartedRunReport {
    let text: String

    /// Nil if stderr is from another command, or from a run that writes no report.
    init?(stderr: String) {
        let parts = stderr.components(separatedBy: "\n\n")
        guard parts.last?.wholeMatch(of: #/\d+ errors?: nothing was sent\n/#) != nil else { return nil }
        let errors = parts.dropLast().filter { !$0.hasPrefix("warning") }
        let message = (errors.first ?? "").prefix { $0 != "\n" }.replacing(#/^error(\[\w+\])?: /#, with: "")
        text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="ekoflow" tests="1" failures="0" errors="1" skipped="0" time="0.000">
              <testsuite name="ekoflow" tests="1" failures="0" errors="1" skipped="0" time="0.000">
                <properties>
                  <property name="sms_sent" value="0"/>
                  <property name="sms_outcome_unknown" value="0"/>
                </properties>
                <testcase classname="ekoflow" name="start of the run" time="0.000" assertions="0">
                  <error message="\(Self.escaped(String(message)).replacing("\"", with: "&quot;"))" type="InvalidInput">\
            \(Self.escaped(errors.joined(separator: "\n\n")))</error>
                </testcase>
              </testsuite>
            </testsuites>

            """
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
