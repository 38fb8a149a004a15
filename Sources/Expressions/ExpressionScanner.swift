import JSON
import Source

/// Reads the tokens of an expression: names, strings, numbers and signs.
struct ExpressionScanner {
    private let text: [Unicode.Scalar]
    private let place: (Range<Int>) -> SourceRange
    /// In Unicode scalars.
    var index = 0

    init(_ text: Substring, range: @escaping (Range<Int>) -> SourceRange) {
        self.text = Array(text.unicodeScalars)
        place = range
    }

    var isAtEnd: Bool { index == text.count }

    /// The text that has not been read yet, cut to a length that fits a message.
    var rest: String {
        var end = text.count
        while end > index, text[end - 1].isSpace { end -= 1 }
        return String(String.UnicodeScalarView(text[min(index, end)..<min(end, index + 20)]))
    }

    /// The place of the text read since `start`, or of the whole rest if nothing was read.
    func range(from start: Int) -> SourceRange {
        if index > start { return place(start..<index) }
        var end = text.count
        while end > start, text[end - 1].isSpace { end -= 1 }
        return place(start..<end)
    }

    /// The place of the next word, up to the next space.
    var rangeOfNextWord: SourceRange {
        let end = text[index...].firstIndex(where: \.isSpace) ?? text.count
        return place(index..<max(end, min(index + 1, text.count)))
    }

    /// The place right after the last character that is not a space; the start of the expression if it is empty.
    var rangeAfterContent: SourceRange {
        guard let last = text.lastIndex(where: { !$0.isSpace }) else { return place(0..<0) }
        return place(last + 1..<last + 2)
    }

    func range(_ offsets: Range<Int>) -> SourceRange { place(offsets) }

    func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        index + offset < text.count ? text[index + offset] : nil
    }

    mutating func skipSpace() {
        while let next = peek(), next.isSpace { index += 1 }
    }

    mutating func take(_ sign: String) -> Bool {
        var end = index
        for scalar in sign.unicodeScalars {
            guard end < text.count, text[end] == scalar else { return false }
            end += 1
        }
        index = end
        return true
    }

    mutating func takeRelation() throws(Diagnostic) -> Comparison.Relation? {
        guard let next = peek(), next == "=" || next == "!" || next == "<" || next == ">" else { return nil }
        let start = index
        for sign in ["===", "!==", "=~", "<>"] where take(sign) {
            throw .expressionSyntax(
                "'\(sign)' is not an operator", at: range(from: start),
                help: "the operators are == != < <= > >= && || !")
        }
        for sign in ["==", "!=", "<=", ">=", "<", ">"] where take(sign) { return Comparison.Relation(rawValue: sign) }
        return nil
    }

    /// The text read since `start`, all of it ASCII.
    private func ascii(from start: Int) -> String {
        String(decoding: text[start..<index].map { UInt8(ascii: $0) }, as: UTF8.self)
    }

    mutating func takeName() -> String {
        let start = index
        while let next = peek(), next.isNameStart || next.isDecimalDigit { index += 1 }
        return ascii(from: start)
    }

    mutating func takePath() throws(Diagnostic) -> MemberPath {
        let start = index
        while let next = peek(),
            next == "." || next == "[" || next == "]" || next == "-" || next.isNameStart || next.isDecimalDigit
        {
            index += 1
        }
        guard start < index else { return MemberPath(segments: []) }
        let path = ascii(from: start)
        do {
            return try MemberPath(parsing: path.hasPrefix(".") ? String(path.dropFirst()) : path)
        } catch {
            throw .expressionSyntax(error.message, at: range(from: start))
        }
    }

    mutating func takeString(quote: Unicode.Scalar) throws(Diagnostic) -> String {
        let start = index
        var content = String.UnicodeScalarView()
        index += 1
        while let next = peek() {
            index += 1
            if next != quote {
                content.append(next)
            } else if peek() == quote {  // a doubled quote stands for itself
                content.append(quote)
                index += 1
            } else {
                return String(content)
            }
        }
        throw .expressionSyntax(ExpressionParser.openQuote, at: range(from: start))
    }

    mutating func takeNumber() throws(Diagnostic) -> JSONNumber {
        let start = index
        while let next = peek(), next.isDecimalDigit || next.isNameStart || "+-.".unicodeScalars.contains(next) {
            index += 1
        }
        let digits = ascii(from: start)
        guard let number = JSONNumber(digits) else {
            throw .expressionSyntax(
                "'\(digits)' is not a number", at: range(from: start), help: "write a string in quotes")
        }
        return number
    }
}

extension Unicode.Scalar {
    var isNameStart: Bool { "a"..."z" ~= self || "A"..."Z" ~= self || self == "_" }
    var isDecimalDigit: Bool { "0"..."9" ~= self }
    /// Whether it is white space. ASCII needs no table of Unicode, which is slow.
    fileprivate var isSpace: Bool { isASCII ? self == " " || "\t"..."\r" ~= self : properties.isWhitespace }
}
