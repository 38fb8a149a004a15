import Source

/// A file of variables for `--env-file`: `NAME=VALUE` on each line, as shells and most tools that read `.env` accept it.
///
/// `export` before a name and lines that start with `#` are allowed. Single quotes have no escapes. Double quotes have the
/// escapes `\n`, `\"`, `\\` and `\$`. `$NAME` is not replaced. An unquoted value ends before a `#` that follows white space.
struct VariablesFile {
    private(set) var values: [String: String] = [:]
    /// They never show a line of the file, because it may contain a key.
    private(set) var diagnostics: [Diagnostic] = []

    init(_ file: SourceFile) {
        var places: [String: SourceRange] = [:]
        let lines = file.text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, bytes) in lines.enumerated() {
            let line = String(decoding: bytes, as: UTF8.self).trimmingSpace
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            let place = SourceRange(file: file, at: SourcePosition(line: index + 1, column: 1))
            let afterExport = line.dropFirst("export".count)
            let isExport = line.hasPrefix("export") && afterExport.first?.isWhitespace == true
            let assignment = isExport ? afterExport.trimmingSpace : line
            guard let equals = assignment.firstIndex(of: "="), Self.isName(assignment[..<equals]) else {
                diagnostics.append(.notAnAssignment(at: place))
                continue
            }
            let name = String(assignment[..<equals])
            guard let value = Self.value(assignment[assignment.index(after: equals)...].trimmingSpace) else {
                diagnostics.append(.badQuotes(name, at: place))
                continue
            }
            if let first = places.updateValue(place, forKey: name) {
                diagnostics.append(.twice(name, at: place, first: first))
            }
            values[name] = value
        }
    }

    private static func isName(_ name: Substring) -> Bool {
        guard let first = name.first, !first.isNumber else { return false }
        return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }

    /// Nil if quotes are not closed, or something follows them.
    private static func value(_ text: Substring) -> String? {
        guard let quote = text.first, quote == "'" || quote == "\"" else {
            let remark = text.indices.first {
                text[$0] == "#" && ($0 == text.startIndex || text[text.index(before: $0)].isWhitespace)
            }
            return String(text[..<(remark ?? text.endIndex)].trimmingSpace)
        }
        var value = ""
        var rest = text.dropFirst()
        while let character = rest.popFirst() {
            if character == quote {
                let remark = rest.trimmingSpace
                return remark.isEmpty || remark.hasPrefix("#") ? value : nil
            }
            guard character == "\\", quote == "\"", let escaped = rest.first else {
                value.append(character)
                continue
            }
            switch escaped {
            case "n": value.append("\n")
            case "\"", "\\", "$": value.append(escaped)
            default:
                value.append("\\")
                continue
            }
            rest.removeFirst()
        }
        return nil
    }
}

extension StringProtocol where SubSequence == Substring {
    fileprivate var trimmingSpace: Substring {
        let start = drop(while: \.isWhitespace)
        return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? ""
    }
}

extension Diagnostic {
    fileprivate static func notAnAssignment(at range: SourceRange) -> Diagnostic {
        .error(
            .variablesFile, "this line is not NAME=VALUE", at: range,
            help: "write no space before '='; a name has letters, digits and _; a comment starts with #",
            hidesSource: true)
    }

    fileprivate static func badQuotes(_ name: String, at range: SourceRange) -> Diagnostic {
        .error(
            .variablesFile, "the quotes around the value of \(name) are not closed, or something follows them",
            at: range,
            help: "a value is on one line; in double quotes, write \\\" for a quote", hidesSource: true)
    }

    fileprivate static func twice(_ name: String, at range: SourceRange, first: SourceRange) -> Diagnostic {
        .error(
            .variablesFile, "\(name) is set twice", at: range, help: "remove one of them",
            notes: [Note("the first is here", at: first)], hidesSource: true)
    }
}
