import Source

/// Syntax errors in words that help the author. libyaml reports where it gave up, which is often below the mistake.
/// So the most likely mistake is searched for in the lines above.
extension Diagnostic {
    static func syntax(
        _ problem: String, context: String? = nil, contextPlace: SourcePosition? = nil, at range: SourceRange
    ) -> Diagnostic {
        let report = SyntaxReport(problem: problem, context: context, contextPlace: contextPlace, range: range)
        return report.diagnosticOfCause ?? report.diagnosticOfProblem
    }
}

/// What libyaml reports about a syntax error.
struct SyntaxReport {
    let problem: String
    let context: String?
    let contextPlace: SourcePosition?
    let range: SourceRange

    var file: SourceFile { range.file }

    func place(line: Int, column: Int) -> SourceRange {
        SourceRange(file: file, at: SourcePosition(line: line, column: column))
    }

    // MARK: The likely cause, in the lines above

    var diagnosticOfCause: Diagnostic? {
        if let conflictMarker { return conflictMarker }
        return switch problem {
        case Self.misplacedColon:
            missingSpaceAfterDash(upTo: 3) ?? secondKeyInLine ?? missingSpaceAfterColon
        case "could not find expected ':'": openQuote ?? missingSpaceAfterColon ?? lineWithoutColon
        case "did not find expected key": commaAfterValue ?? openQuote
        case "found unexpected end of stream": openQuote
        case "did not find expected '-' indicator": missingSpaceAfterDash(upTo: 0)
        case "did not find expected node content": valueInComment
        case "did not find expected <document start>": secondByteOrderMark
        case _ where problem.hasPrefix("did not find expected ','"):
            bracketInText ?? closingBracketInComment ?? apostropheInQuotes
        default: nil
        }
    }

    private var conflictMarker: Diagnostic? {
        for number in 1...max(1, range.start.line) where file.line(number).hasPrefix("<<<<<<< ") {
            return .error(
                .yamlSyntax, "an unresolved conflict of git begins here",
                at: place(line: number, column: 1),
                help: "keep one side, and remove the markers")
        }
        return nil
    }

    /// `name:Send`, which is a string and not a key, so that libyaml does not expect the next key.
    private var missingSpaceAfterColon: Diagnostic? {
        for number in stride(from: range.start.line, through: max(1, range.start.line - 3), by: -1) {
            let line = Array(file.line(number).unicodeScalars)
            let start = line.firstIndex { $0 != " " && $0 != "-" } ?? line.count
            let keyEnd = line[start...].firstIndex { !$0.isKeyCharacter } ?? line.count
            let afterSpace = line[keyEnd...].firstIndex { $0 != " " } ?? keyEnd
            let end = afterSpace < line.count && line[afterSpace] == "=" ? afterSpace : keyEnd
            guard keyEnd > start, end < line.count, line[end] == ":" || line[end] == "=" else { continue }
            let next = end + 1 < line.count ? line[end + 1] : " "
            let isKey =
                line[end] == ":" && (next == " " || next == "\t" || next == "/") || line[end] == "=" && next == "="
            guard !isKey, line[end + 1..<line.count].contains(where: { $0 != " " }) else { continue }
            let key = String(String.UnicodeScalarView(line[start..<keyEnd]))
            let isInvisible = next.properties.isWhitespace
            let place = place(line: number, column: end + 1)
            if line[end] == "=" { return .equalsSign(afterKey: key, at: place) }
            guard isInvisible else { return .missingSpace(afterKey: key, at: place) }
            let code = String(next.value, radix: 16, uppercase: true)
            return .error(
                .yamlSyntax, "the space after '\(key):' is not a plain one: U+\(code)", at: place, help: "type it again"
            )
        }
        return nil
    }

    /// A line of plain text among keys.
    private var lineWithoutColon: Diagnostic? {
        guard let contextPlace, contextPlace.line <= range.start.line else { return nil }
        let text = file.line(contextPlace.line)
        let place = SourceRange(
            file: file, start: contextPlace,
            end: SourcePosition(line: contextPlace.line, column: text.unicodeScalars.count + 1))
        return .error(
            .yamlSyntax, "this line is not 'key: value'", at: place,
            help: "a ':' and a space are missing in it, or the line above is not finished")
    }

    /// A quote that is not closed: libyaml gives up only at the next quote.
    private var openQuote: Diagnostic? {
        var number = (contextPlace?.line ?? 1) - 1
        while number < range.start.line {
            number += 1
            let line = file.line(number)
            if line.opensBlockText {
                number = lastLine(ofBlockTextAt: number)
                continue
            }
            guard let (column, quote, isApostrophe) = SyntaxReport.openQuote(in: line) else { continue }
            if !isApostrophe, let end = lineThatCloses(quote, after: number) {
                number = end
                continue
            }
            let place = place(line: number, column: column + 1)
            return .error(
                .yamlSyntax,
                isApostrophe ? "this quote ends the text, and more follows" : "the quote that opens here is not closed",
                at: place,
                help: isApostrophe
                    ? "within single quotes, write '' for one" : "put another \(quote) at the end of the value")
        }
        return nil
    }

    /// `{ x: 'it's' }`, in the line of the error.
    private var apostropheInQuotes: Diagnostic? {
        guard let (column, _, isApostrophe) = Self.openQuote(in: file.line(range.start.line)), isApostrophe else {
            return nil
        }
        return .error(
            .yamlSyntax, "this quote ends the text, and more follows",
            at: place(line: range.start.line, column: column + 1), help: "within single quotes, write '' for one")
    }

    /// The last line of the block text after `|` or `>`. Quotes in that text are ordinary characters.
    private func lastLine(ofBlockTextAt number: Int) -> Int {
        let indentation = file.line(number).indentation
        var last = number
        while last < range.start.line,
            file.line(last + 1).allSatisfy({ $0 == " " }) || file.line(last + 1).indentation > indentation
        {
            last += 1
        }
        return last
    }

    /// The line on which a quoted string of several lines ends, searched up to the line of the error.
    private func lineThatCloses(_ quote: Unicode.Scalar, after number: Int) -> Int? {
        (number + 1..<max(number + 1, range.start.line + 1)).first { line in
            let text = file.line(line)
            guard let close = text.unicodeScalars.firstIndex(of: quote) else { return false }
            let rest = text.unicodeScalars[close...].dropFirst().drop { $0 == " " }
            return rest.isEmpty || rest.first == "#" || rest.first == "}" || rest.first == "]" || rest.first == ","
        }
    }

    /// The first quote that opens a value and is not closed in its line, or is closed too early.
    private static func openQuote(in line: String) -> (column: Int, quote: Unicode.Scalar, isApostrophe: Bool)? {
        let scalars = Array(line.unicodeScalars)
        var index = 0
        var previous: Unicode.Scalar = " "
        while index < scalars.count {
            let scalar = scalars[index]
            if scalar == "#", previous == " " { return nil }
            let opensValue = " [{,:-(".unicodeScalars.contains(previous)
            guard scalar == "\"" || scalar == "'", opensValue else {
                previous = scalar
                index += 1
                continue
            }
            guard let end = closing(scalars, from: index) else { return (index, scalar, false) }
            let next = scalars[(end + 1)...].first { $0 != " " }
            if scalar == "'", let next, next.properties.isAlphabetic { return (end, scalar, true) }
            previous = scalar
            index = end + 1
        }
        return nil
    }

    private static func closing(_ scalars: [Unicode.Scalar], from opening: Int) -> Int? {
        let quote = scalars[opening]
        var index = opening + 1
        while index < scalars.count {
            if quote == "\"", scalars[index] == "\\" {
                index += 2
            } else if scalars[index] != quote {
                index += 1
            } else if quote == "'", index + 1 < scalars.count, scalars[index + 1] == "'" {
                index += 2
            } else {
                return index
            }
        }
        return nil
    }

    /// `{ mobile: #9002336768 }`: the value and the closing bracket are in a comment.
    private var valueInComment: Diagnostic? {
        for number in stride(from: range.start.line, through: max(1, range.start.line - 3), by: -1) {
            let line = Array(file.line(number).unicodeScalars)
            guard let sign = line.indices.first(where: { line[$0] == "#" && $0 > 0 && line[$0 - 1] == " " }),
                line[..<sign].last(where: { $0 != " " }).map({ ":,[{".unicodeScalars.contains($0) }) ?? false
            else { continue }
            return .error(
                .yamlSyntax, "what follows ' #' is a comment, so that a value is missing here",
                at: place(line: number, column: sign + 1),
                help: "put the value in quotes")
        }
        return nil
    }

    // MARK: The problem itself

    var diagnosticOfProblem: Diagnostic {
        let line = file.line(range.start.line)
        let blamed = line.unicodeScalars.dropFirst(range.start.column - 1).first
        if blamed == "\t" {
            return .error(
                .yamlTab, "a tab cannot be used to indent YAML", at: range, help: "use spaces", notes: notes)
        }
        let (message, help) = words(line: line, blamed: blamed)
        return .error(
            .yamlSyntax, message, at: range, help: help,
            notes: notes + (problem == Self.misplacedColon ? [valueAbove].compactMap(\.self) : []))
    }

    private static let misplacedColon = "mapping values are not allowed in this context"

    /// The line above, if it already has a value: often that line is indented wrongly, and not this one.
    private var valueAbove: Diagnostic.Note? {
        func indent(_ line: String) -> Int { line.unicodeScalars.prefix { $0 == " " }.count }
        let number = stride(from: range.start.line - 1, to: 0, by: -1).first { number in
            let text = file.line(number).drop { $0 == " " }
            return !text.isEmpty && !text.hasPrefix("#")
        }
        // If the line of the error has a value of its own, the line above is not the cause.
        guard firstColonWithValue.map({ $0 >= range.start.column - 1 }) ?? true,
            let number, case let line = file.line(number), indent(line) < indent(file.line(range.start.line)),
            let colon = line.firstRange(of: ": "), !line[colon.upperBound...].allSatisfy({ $0 == " " })
        else { return nil }
        return Diagnostic.Note(
            "this has a value already, so that nothing can be indented below it",
            at: place(line: number, column: indent(line) + 1))
    }

    /// Whether a line `...` is above, which ends the document.
    private var isBelowDocumentEnd: Bool { (1..<max(2, range.start.line)).contains { file.line($0).hasPrefix("...") } }

    private func words(line: String, blamed: Unicode.Scalar?) -> (message: String, help: String?) {
        switch problem {
        case "found character that cannot start any token":
            return ("a value cannot start with '\(blamed.map(String.init) ?? "")'", "put the value in quotes")
        case "did not find expected alphabetic or numeric character":
            return ("a value that starts with '*' or '&' must be in quotes", "put the value in quotes")
        case "did not find expected whitespace or line break":
            return ("a value that starts with '!' must be in quotes", "put the value in quotes; for 'not', ${{ !… }}")
        case "did not find expected comment or line break":
            let help =
                blamed == "=" || blamed?.properties.numericType != nil ? "for 'greater than', write { gt: … }" : nil
            return ("the string must start on the line after '|' or '>'", help)
        case Self.misplacedColon:
            let hasValue = firstColonWithValue.map { $0 < range.start.column - 1 } ?? false
            return (
                "a ':' is not allowed here",
                hasValue ? "put the value in quotes" : "indent the line correctly, or put the value in quotes"
            )
        case "block sequence entries are not allowed in this context":
            return ("a list cannot start in the line of its key", "put the first '- ' on the next line")
        case "did not find expected <document start>" where isBelowDocumentEnd:
            return ("this is after the end of the document", "remove the line '...' above it")
        case "did not find expected <document start>" where file.line(1).hasPrefix("%"):
            return ("a '---' is missing before this line", "remove the line that starts with '%'")
        case "found unknown escape character":
            let advice = "write the text in single quotes, as a regular expression should be"
            return ("an unknown escape in double quotes", advice)
        case "could not find expected ':'":
            return ("this line is not 'key: value'", "a ':' and a space are missing on this line or the line above")
        case "did not find expected key":
            return ("this does not line up with the keys around it", "check the indentation and the quotes")
        case "did not find expected '-' indicator":
            return ("this is not an element of the list above", "write '- ' before it, or indent it further")
        case "did not find expected node content":
            return ("a value is missing here", nil)
        case _ where problem.hasPrefix("did not find expected ','") && line.contains("${{"):
            return ("'${{ }}' inside '{ }' or '[ ]' must be in quotes", "write \"${{ … }}\"")
        case _ where problem.hasPrefix("did not find expected ','"):
            return ("a ',' or a closing \(problem.contains("}") ? "'}'" : "']'") is missing here", nil)
        default:
            return (problem, nil)
        }
    }

    /// Where the unfinished mapping, list or quote began.
    private var notes: [Diagnostic.Note] {
        guard let context, let contextPlace, contextPlace.line != range.start.line else { return [] }
        let words =
            switch context {
            case "while parsing a block mapping": "the mapping starts here"
            case "while parsing a block collection": "the list starts here"
            case "while parsing a flow mapping": "the '{' is here"
            case "while parsing a flow sequence": "the '[' is here"
            case "while scanning a quoted scalar": "the quote opens here"
            default: context
            }
        return [Diagnostic.Note(words, at: SourceRange(file: file, at: contextPlace))]
    }
}

extension String {
    fileprivate var indentation: Int { prefix { $0 == " " || $0 == "-" }.count }

    /// Whether the line ends in `|` or `>`, with or without indicators such as `-` or `2`.
    fileprivate var opensBlockText: Bool {
        let value = split(separator: " ").last ?? ""
        guard let first = value.first, first == "|" || first == ">" else { return false }
        return value.dropFirst().allSatisfy { $0 == "-" || $0 == "+" || $0.isNumber }
    }
}
