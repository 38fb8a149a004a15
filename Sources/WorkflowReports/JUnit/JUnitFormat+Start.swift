extension JUnitFormat {
    /// Any program's JUnit report is one: the first element is `testsuites` or `testsuite`.
    package func isReport(startingWith start: ArraySlice<UInt8>) -> Bool {
        var text = String(decoding: start, as: UTF8.self)[...]
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        while true {
            text = text.drop(while: \.isWhitespace)
            let end: String
            if text.hasPrefix("<?") {
                end = "?>"
            } else if text.hasPrefix("<!--") {
                end = "-->"
            } else if text.hasPrefix("<!") {
                end = ">"
            } else {
                let name = text.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == ":" }
                return text.first == "<" && (name == "testsuites" || name == "testsuite")
            }
            guard let found = text.firstRange(of: end) else { return false }
            text = text[found.upperBound...]
        }
    }
}
