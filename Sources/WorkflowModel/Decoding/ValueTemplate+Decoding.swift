import Expressions
import JSON
import Source
import YAML

extension DecodingContext {
    /// A value of any type: the core schema decides the type of a plain scalar.
    mutating func openValue(_ node: YAMLNode) -> ValueTemplate {
        switch node.content {
        case .scalar(let scalar):
            let template = expressions(in: scalar, at: node.range)
            if !(template?.isUnknown ?? false) { warnOfComment(after: node) }
            if let template { return template }
            warnOfBareReference(node)
            return .literal(openScalar(scalar, at: node.range))
        case .sequence(let nodes):
            let templates = nodes.map { openValue($0) }
            let literals = templates.compactMap(\.literal)
            return literals.count == templates.count ? .literal(.array(literals)) : .array(templates)
        case .mapping(let entries):
            let members = entries.map { (name: $0.key.value, value: openValue($0.value)) }
            let literals = members.compactMap { member in member.value.literal.map { (name: member.name, value: $0) } }
            return literals.count == members.count ? .literal(.object(JSONObject(literals))) : .object(members)
        }
    }

    /// A value that is always a string: `0635613768` keeps its leading zero. Nil if the scalar is null in YAML.
    mutating func textValue(_ entry: YAMLEntry) -> ValueTemplate? {
        guard let scalar = entry.value.scalar else {
            report(.wrongKind(entry, expected: "a string"))
            return .unknown
        }
        let template = expressions(in: scalar, at: entry.value.range)
        if let template, template.isUnknown { return template }
        if template == nil, case .null = CoreSchema.value(of: scalar).value { return nil }
        warnOfLookAlikes(scalar, at: entry.value.range)
        warnOfComment(after: entry.value)
        return template ?? .literal(.string(scalar.text))
    }

    /// The template of a scalar that contains `${{ }}`; nil if it contains none.
    private mutating func expressions(in scalar: YAMLScalar, at range: SourceRange) -> ValueTemplate? {
        // Most scalars have no expression, and a search by bytes finds that out at a fraction of the cost.
        guard scalar.text.utf8.contains(UInt8(ascii: "{")) else { return nil }
        guard scalar.text.contains(text: "${{") else {
            return refuseOtherBraces(in: scalar.text[...], from: 0, scalarLocator(scalar, at: range)) ? .unknown : nil
        }
        let locate = scalarLocator(scalar, at: range)
        var pieces: [ValueTemplate.TextPiece] = []
        var rest = scalar.text[...]
        // Offsets are counted on from the last one, not from the start: a scalar can have very many expressions.
        var counted = (index: scalar.text.startIndex, offset: 0)
        func offset(of index: String.Index) -> Int {
            counted.offset += scalar.text.unicodeScalars.distance(from: counted.index, to: index)
            counted.index = index
            return counted.offset
        }
        var end = 0
        while let opening = rest.range(ofText: "${{") {
            let start = offset(of: opening.lowerBound)
            guard let closing = rest[opening.upperBound...].closingBraces else {
                // A text without quotes ends before ' #', and with it the expression.
                let comment = YAMLNode(.scalar(scalar), at: range).commentAfterText
                report(
                    .expressionSyntax(
                        "'${{' without its '}}'\(comment == nil ? "" : ": what follows ' #' is a comment")",
                        at: comment?.place ?? locate(start..<start + 3),
                        help: comment == nil ? nil : "put the whole value in double quotes: \"${{ … }}\""))
                return .unknown
            }
            if opening.lowerBound > rest.startIndex {
                let text = rest[..<opening.lowerBound]
                if refuseOtherBraces(in: text, from: end, locate) { return .unknown }
                pieces.append(.text(String(text)))
            }
            let content = rest[opening.upperBound..<closing.lowerBound]
            let contentStart = start + 3
            end = offset(of: closing.upperBound)
            let place = locate(start..<end)
            var parser = ExpressionParser(content) { offsets in
                // For an empty expression, the whole `${{ }}` is the place.
                offsets.isEmpty ? place : locate(contentStart + offsets.lowerBound..<contentStart + offsets.upperBound)
            }
            do {
                let expression = try parser.parse()
                for diagnostic in names.check(expression) { report(diagnostic) }
                pieces.append(.expression(expression, at: place))
            } catch {
                report(error)
                return .unknown
            }
            rest = rest[closing.upperBound...]
        }
        if !rest.isEmpty {
            if refuseOtherBraces(in: rest, from: end, locate) { return .unknown }
            pieces.append(.text(String(rest)))
        }
        if pieces.count == 1, case .expression(let expression, _) = pieces[0] { return .expression(expression) }
        return .text(pieces)
    }
}

extension DecodingContext {
    /// Warns of characters that nobody sees, and of the quotes of word processors around a whole text.
    mutating func warnOfLookAlikes(_ scalar: YAMLScalar, at range: SourceRange) {
        guard scalar.text.utf8.contains(where: { $0 >= 0x80 }) else { return }
        if let quotes = scalar.text.curlyQuotes {
            report(
                .warning(
                    .lookAlikeText, "\(quotes), and part of the text", at: range,
                    help: "for plain quotes, type them again"))
        } else if let (character, name) = scalar.text.invisibleCharacter, range.isWritten(character),
            // Scripts of India and emoji need the joiners.
            !["\u{200C}", "\u{200D}"].contains(character)
        {
            report(
                .warning(
                    .lookAlikeText, "this value contains an invisible character: \(name)", at: range,
                    help: "type it again, or write it as an escape such as \"\\u200B\" if it is meant"))
        }
    }

    /// Reports `{{ name }}` and `${name}`, the syntax of other tools: here they would be sent literally.
    /// `offset` says where the text starts in its scalar, in Unicode scalars.
    private mutating func refuseOtherBraces(
        in text: Substring, from offset: Int, _ locate: (Range<Int>) -> SourceRange
    ) -> Bool {
        for (opening, closing) in [("{{", "}}"), ("${", "}")] {
            guard let start = text.range(ofText: opening),
                let end = text[start.upperBound...].range(ofText: closing)
            else { continue }
            var name = text[start.upperBound..<end.lowerBound]
            while name.first == " " { name = name.dropFirst() }
            while name.last == " " { name = name.dropLast() }
            guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) })
            else { continue }
            let (from, to) = (text.scalarOffset(of: start.lowerBound), text.scalarOffset(of: end.upperBound))
            report(
                .otherBraces(
                    String(name), found: String(text[start.lowerBound..<end.upperBound]),
                    at: locate(offset + from..<offset + to)))
            return true
        }
        return false
    }
}

extension Diagnostic {
    fileprivate static func otherBraces(_ name: String, found: String, at range: SourceRange) -> Diagnostic {
        .error(
            .notAnExpression, "'\(found)' is not an expression, and would be sent as written", at: range,
            help: "write ${{ \(name.contains(".") ? name : "vars.\(name)") }}",
            notes: [Note("to send exactly this, write ${{ '\(found.prefix(1))' }}\(found.dropFirst())")])
    }
}

/// Gives the place of a part of a scalar's text, or of the whole scalar if escapes or folding hide the part.
func scalarLocator(_ scalar: YAMLScalar, at range: SourceRange) -> (Range<Int>) -> SourceRange {
    let quote = scalar.style == .plain ? 0 : 1
    guard range.start.line == range.end.line else { return { _ in range } }
    let line = range.file.scalars(ofLine: range.start.line)
    let start = range.start.column - 1 + quote
    guard start <= line.count, line[start...].starts(with: scalar.text.unicodeScalars) else { return { _ in range } }
    return { offsets in range.part(offsets.lowerBound + quote..<offsets.upperBound + quote) }
}

/// Gives the place of a part of a key, or of the whole key if quotes or escapes hide the part.
func keyLocator(_ key: Located<String>) -> (Range<Int>) -> SourceRange {
    let width = key.range.end.column - key.range.start.column
    let isQuoted = width == key.value.unicodeScalars.count + 2
    return scalarLocator(YAMLScalar(key.value, style: isQuoted ? .doubleQuoted : .plain), at: key.range)
}

extension Substring {
    /// The braces that end an expression: not those within quotes in it. If a quote is not closed, the first braces end it,
    /// so that the quote is what is reported.
    fileprivate var closingBraces: Range<Index>? {
        var first: Range<Index>?
        var quote: UInt8?
        var index = utf8.startIndex
        while index < utf8.endIndex {
            let byte = utf8[index]
            let next = utf8.index(after: index)
            if byte == UInt8(ascii: "}"), next < utf8.endIndex, utf8[next] == byte {
                let braces = index..<utf8.index(after: next)
                if quote == nil { return braces }
                first = first ?? braces
            } else if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                quote = byte
            }
            index = next
        }
        return first
    }
}

extension SourceRange {
    /// Whether a character stands in its lines itself, and not as an escape.
    fileprivate func isWritten(_ scalar: Unicode.Scalar) -> Bool {
        (start.line...end.line).contains { file.scalars(ofLine: $0).contains(scalar) }
    }
}

extension Substring {
    fileprivate func scalarOffset(of index: Index) -> Int {
        unicodeScalars.distance(from: startIndex, to: index)
    }
}
