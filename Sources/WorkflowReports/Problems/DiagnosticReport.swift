import HTTP
import JSON
import Source

/// Diagnostics for programs: as JSON, for the annotations of GitHub and GitLab, and as SARIF for code scanners.
package struct DiagnosticReport: Sendable {
    fileprivate struct Entry: Sendable {
        let severity: Diagnostic.Severity
        let id: String
        let message: String
        let help: String?
        let file: String
        let range: SourceRange?
    }

    private let entries: [Entry]
    private let fileCount: Int
    private let version: String

    /// `folder` is the path of the workspace in the repository: empty, or ends with `/`. `fileCount` is how many files were
    /// checked; `version` is the version of ekoflow.
    package init(
        _ diagnostics: [Diagnostic], folder: String, fileCount: Int, version: String, masksNumbers: Bool = true
    ) {
        self.fileCount = fileCount
        self.version = version
        entries = diagnostics.map { diagnostic in
            let problem = Problem(diagnostic, masksNumbers: masksNumbers)
            return Entry(
                severity: diagnostic.severity, id: diagnostic.id.rawValue, message: problem.headline,
                help: problem.help, file: diagnostic.range.map { folder + $0.file.path } ?? "", range: diagnostic.range)
        }
    }

    /// An object with `files`, `errors`, `warnings` and `diagnostics`.
    package var json: String {
        let diagnostics = entries.map { entry -> JSONValue in
            var object: JSONObject = [
                "severity": .string(entry.severity.rawValue), "id": .string(entry.id),
                "message": .string(entry.message),
            ]
            if let help = entry.help { object.append("help", .string(help)) }
            if let range = entry.range {
                object.append("file", .string(entry.file))
                for (name, value) in range.numbers(line: "line", column: "column") {
                    object.append(name, .integer(value))
                }
            }
            return .object(object)
        }
        return text([
            "files": .integer(fileCount), "errors": .integer(entries.count { $0.severity == .error }),
            "warnings": .integer(entries.count { $0.severity == .warning }), "diagnostics": .array(diagnostics),
        ])
    }

    /// Workflow commands of GitHub Actions, one for each diagnostic.
    package var github: String {
        entries.map { entry in
            let place =
                entry.range.map {
                    "file=\(GitHubText.property(entry.file)),line=\($0.start.line),col=\($0.start.column),"
                        + "endLine=\($0.end.line),endColumn=\($0.end.column),"
                } ?? ""
            return "::\(entry.severity.rawValue) \(place)title=\(GitHubText.property("ekoflow \(entry.id)"))"
                + "::\(GitHubText.data(entry.sentence))\n"
        }.joined()
    }

    /// A report for GitLab's Code Quality: https://docs.gitlab.com/ci/testing/code_quality/
    package var gitLab: String {
        var seen: [String: Int] = [:]
        return text(
            .array(
                entries.map { entry in
                    let identity = "\(entry.id)\n\(entry.file)\n\(entry.message)"
                    seen[identity, default: 0] += 1
                    return [
                        "description": .string(entry.sentence), "check_name": .string(entry.id),
                        "fingerprint": .string("\(identity)\n\(seen[identity] ?? 0)".fingerprint),
                        "severity": entry.severity == .error ? "major" : "minor",
                        "location": [
                            "path": .string(entry.file.isEmpty ? "." : entry.file),
                            "lines": ["begin": .integer(entry.range?.start.line ?? 1)],
                        ],
                    ]
                }))
    }

    /// A log in the Static Analysis Results Interchange Format 2.1.0 (OASIS).
    package var sarif: String {
        let results = entries.map { entry -> JSONValue in
            var result: JSONObject = [
                "ruleId": .string(entry.id), "level": .string(entry.severity.rawValue),
                "message": ["text": .string(entry.sentence)],
            ]
            if let range = entry.range {
                let region = JSONObject(
                    range.numbers(line: "startLine", column: "startColumn", end: ("endLine", "endColumn"))
                        .map { ($0.0, JSONValue.integer($0.1)) })
                let location: JSONValue = [
                    "physicalLocation": [
                        "artifactLocation": ["uri": .string(entry.file.percentEncodedPath), "uriBaseId": "%SRCROOT%"],
                        "region": .object(region),
                    ]
                ]
                result.append("locations", .array([location]))
            }
            return .object(result)
        }
        let rules = Set(entries.map(\.id)).sorted().map { id -> JSONValue in
            ["id": .string(id), "help": ["text": .string("ekoflow explain \(id)")]]
        }
        return text([
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
            "runs": [
                [
                    "tool": [
                        "driver": ["name": "ekoflow", "version": .string(version), "rules": .array(rules)]
                    ],
                    "columnKind": "unicodeCodePoints", "results": .array(results),
                ]
            ],
        ])
    }

    private func text(_ value: JSONValue) -> String { JSONText.inert(value.prettyPrinted + "\n") }
}

extension DiagnosticReport.Entry {
    /// What is wrong, and what to do.
    fileprivate var sentence: String { help.map { "\(message)\n\($0)" } ?? message }
}

extension SourceRange {
    fileprivate func numbers(
        line: String, column: String, end: (line: String, column: String) = ("end_line", "end_column")
    ) -> [(String, Int)] {
        [(line, start.line), (column, start.column), (end.line, self.end.line), (end.column, self.end.column)]
    }
}

extension Problem {
    /// What to do about it; nil if nobody knows.
    fileprivate var help: String? {
        for part in parts {
            switch part {
            case .help(let text): return text
            case .excerpt(let excerpt):
                if let label = excerpt.labels.first(where: { $0.role == .help }) { return label.text }
            case .place, .note, .lines: break
            }
        }
        return nil
    }
}

extension String {
    /// Tells a problem from others, and is the same in each run: the hash FNV-1a with 64 bits.
    fileprivate var fingerprint: String {
        let hash = utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// As a part of a URI (RFC 3986), with its slashes. A percent sign of a file's name is a character like any other.
    fileprivate var percentEncodedPath: String {
        split(separator: "/", omittingEmptySubsequences: false).map { String($0).percentEncodedForQuery }
            .joined(separator: "/")
    }
}
