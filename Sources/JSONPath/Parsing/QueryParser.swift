/// Parses a query by the grammar of RFC 9535. This file parses the whole query and its segments.
struct QueryParser {
    static let maximumDepth = 64

    let scalars: [Unicode.Scalar]
    var index = 0
    private var depth = 0
    private var embeddedQueryCount = 0

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    mutating func parseQuery() throws(JSONPathError) -> [Segment] {
        guard take("$") else { throw missingRoot() }
        let segments = try parseSegments()
        guard index == scalars.count else { throw unexpectedAfterSegments() }
        return segments.segments
    }

    mutating func parseEmbeddedQuery() throws(JSONPathError) -> (query: FilterQuery, spacedBrackets: Range<Int>?) {
        let isRelative = peek() == "@"
        index += 1
        let number = embeddedQueryCount
        embeddedQueryCount += 1
        let segments = try parseSegments()
        let query = FilterQuery(number: number, isRelative: isRelative, segments: segments.segments)
        return (query, segments.spacedBrackets)
    }

    /// Runs `parse` one level of nesting deeper.
    mutating func nested<Result>(
        at start: Int, _ parse: (inout QueryParser) throws(JSONPathError) -> Result
    ) throws(JSONPathError) -> Result {
        guard depth < QueryParser.maximumDepth else {
            throw error("more than \(QueryParser.maximumDepth) levels of nesting", start..<start + 1)
        }
        depth += 1
        defer { depth -= 1 }
        return try parse(&self)
    }

    /// The segments, and the first brackets with white space inside, which a comparison does not allow.
    private mutating func parseSegments() throws(JSONPathError) -> (segments: [Segment], spacedBrackets: Range<Int>?) {
        var segments: [Segment] = []
        var spacedBrackets: Range<Int>?
        while true {
            let end = index
            skipSpace()
            let start = index
            if take("..") {
                let selectors = peek() == "[" ? try parseBrackets().selectors : [try parseShorthand(after: start)]
                segments.append(Segment(reach: .descendant, selectors: selectors))
            } else if take(".") {
                segments.append(Segment(reach: .child, selectors: [try parseShorthand(after: start)]))
            } else if peek() == "[" {
                let brackets = try parseBrackets()
                if brackets.isSpaced, spacedBrackets == nil { spacedBrackets = start..<index }
                segments.append(Segment(reach: .child, selectors: brackets.selectors))
            } else {
                index = end
                return (segments, spacedBrackets)
            }
        }
    }

    private mutating func parseShorthand(after start: Int) throws(JSONPathError) -> Selector {
        if take("*") { return .wildcard }
        guard let scalar = peek(), scalar.startsName else { throw missingName(after: start) }
        let nameStart = index
        skip { $0.isNameCharacter }
        let end = index
        if peek() == "-" {
            skip { $0.isNameCharacter || $0 == "-" }
            throw error(
                "'-' is not allowed in a name after '.'", nameStart..<index,
                help: "write ['\(text(nameStart..<index))']")
        }
        if peek() == "(" {
            let name = text(nameStart..<end)
            throw error(
                "'\(name)(' after '.': functions are allowed only in filters, before their argument",
                nameStart..<end + 1,
                help: FunctionExtension(rawValue: name).map { "write [?\($0.rawValue)(@.…) …]" })
        }
        return .name(text(nameStart..<end))
    }

    private mutating func parseBrackets() throws(JSONPathError) -> (selectors: [Selector], isSpaced: Bool) {
        let start = index
        index += 1
        var isSpaced = skipSpace()
        if take("]") { throw error("a selector is missing between '[' and ']'", start..<index) }
        var selectors: [Selector] = []
        while true {
            selectors.append(try parseSelector(in: start))
            if skipSpace() { isSpaced = true }
            if take("]") { return (selectors, isSpaced) }
            guard take(",") else { throw unexpectedInBrackets(start: start, after: selectors[selectors.count - 1]) }
            skipSpace()
            if peek() == "]" { throw error("a selector is missing after ','", index - 1..<index) }
        }
    }
}

extension QueryParser {
    func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        index + offset < scalars.count ? scalars[index + offset] : nil
    }

    mutating func take(_ expected: String) -> Bool {
        guard isNext(expected) else { return false }
        index += expected.unicodeScalars.count
        return true
    }

    func isNext(_ expected: String) -> Bool {
        scalars[index...].starts(with: expected.unicodeScalars)
    }

    mutating func skip(while condition: (Unicode.Scalar) -> Bool) {
        while let scalar = peek(), condition(scalar) { index += 1 }
    }

    @discardableResult
    mutating func skipSpace() -> Bool {
        let start = index
        skip { $0.isSpace }
        return index > start
    }

    func text(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }
}

extension Unicode.Scalar {
    var isSpace: Bool { self == " " || self == "\t" || self == "\n" || self == "\r" }
    var isDigit: Bool { "0"..."9" ~= self }
    var isLetter: Bool { "a"..."z" ~= self || "A"..."Z" ~= self }
    var startsName: Bool { isLetter || self == "_" || value >= 0x80 }
    var isNameCharacter: Bool { startsName || isDigit }
}
