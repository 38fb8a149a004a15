extension QueryParser {
    /// A selector of the brackets that start at `brackets`.
    mutating func parseSelector(in brackets: Int) throws(JSONPathError) -> Selector {
        guard let scalar = peek() else { throw error("']' is missing", brackets..<index) }
        switch scalar {
        case "'", "\"": return .name(try parseStringLiteral())
        case "*":
            index += 1
            return .wildcard
        case "?": return .filter(try parseFilter())
        case "0"..."9", "-", ":": return try parseIndexOrSlice()
        default: throw noSelector(scalar)
        }
    }

    private mutating func parseFilter() throws(JSONPathError) -> LogicalExpression {
        let start = index
        index += 1
        skipSpace()
        return try nested(at: start) { parser throws(JSONPathError) in try parser.parseLogicalExpression() }
    }

    private mutating func parseIndexOrSlice() throws(JSONPathError) -> Selector {
        let start = peek() == ":" ? nil : try parseInteger(of: "an index")
        let end = index
        skipSpace()
        guard take(":") else {
            index = end
            return .index(start ?? 0)
        }
        skipSpace()
        let sliceEnd = try parseSliceNumber()
        skipSpace()
        guard take(":") else { return .slice(Slice(start: start, end: sliceEnd, step: 1)) }
        skipSpace()
        return .slice(Slice(start: start, end: sliceEnd, step: try parseSliceNumber() ?? 1))
    }

    private mutating func parseSliceNumber() throws(JSONPathError) -> Int? {
        guard let scalar = peek(), scalar.isDigit || scalar == "-" else { return nil }
        return try parseInteger(of: "a number of a slice")
    }

    private mutating func parseInteger(of subject: String) throws(JSONPathError) -> Int {
        let start = index
        let isNegative = take("-")
        let digits = index
        skip { $0.isDigit }
        guard index > digits else { throw error("a digit is missing after '-'", start..<index) }
        if scalars[digits] == "0", index > digits + 1 {
            let value = text(digits..<index).drop { $0 == "0" }
            throw error(
                "\(subject) has no leading zeros", start..<index,
                help: "write \(isNegative && !value.isEmpty ? "-" : "")\(value.isEmpty ? "0" : value)")
        }
        if isNegative, scalars[digits] == "0" {
            throw error("\(subject) cannot be -0", start..<index, help: "write 0")
        }
        if let scalar = peek(), scalar == "." || scalar == "e" || scalar == "E" {
            skip { $0.isDigit || ".eE+-".unicodeScalars.contains($0) }
            throw error("\(subject) is a whole number", start..<index)
        }
        guard let value = Int(text(start..<index)), value.magnitude < 1 << 53 else {
            throw error("\(subject) must be within ±9007199254740991", start..<index)
        }
        return value
    }

    private func noSelector(_ scalar: Unicode.Scalar) -> JSONPathError {
        switch scalar {
        case "@", "!", "$":
            return error("a filter starts with '?'", nextRange, help: "write ?\(scalar)…")
        case "(":
            return error("a script in parentheses is not part of JSONPath", nextRange, help: "write [?(…)]")
        case ",": return error("a selector is missing before ','", nextRange)
        case "+": return error("a number has no '+' before it", nextRange, help: "leave '+' out")
        case ".": return error("a selector in brackets does not start with '.'", nextRange)
        case _ where scalar.startsName:
            let end = index + scalars[index...].prefix { $0.isNameCharacter || $0 == "-" }.count
            let name = text(index..<end)
            return error("a name in brackets needs quotes", index..<end, help: "write ['\(name)']")
        default: return error("\(nextName) starts no selector", nextRange)
        }
    }
}
