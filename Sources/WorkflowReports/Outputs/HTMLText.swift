/// JSON as data of an HTML page.
enum HTMLText {
    /// JSON inside a script element: nothing in it can end the element. What is invisible in a browser becomes a symbol.
    static func script(_ json: String) -> String {
        let shown = InvisibleCharacters.replacing(in: json, except: ["\n"], with: InvisibleCharacters.symbol)
        let text = JSONText.inert(shown.utf8.contains(UInt8(ascii: "\\")) ? withSymbols(shown) : shown)
        return text.utf8.contains(UInt8(ascii: "<")) ? text.replacing("<", with: "\\u003c") : text
    }

    /// Replaces the escapes of control characters, but not of line breaks and tabs, by escapes of their symbols.
    private static func withSymbols(_ json: String) -> String {
        var result: [UInt8] = []
        let bytes = Array(json.utf8)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count else {
                result.append(bytes[index])
                index += 1
                continue
            }
            switch bytes[index + 1] {
            case UInt8(ascii: "b"): result += "\\u2408".utf8
            case UInt8(ascii: "f"): result += "\\u240c".utf8
            case UInt8(ascii: "r"): result += "\\u240d".utf8
            case UInt8(ascii: "u") where isControl(bytes[(index + 2)...]):
                result += "\\u24".utf8
                index += 2
            case let other: result += [UInt8(ascii: "\\"), other]
            }
            index += 2
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Whether the digits of an escape begin with `000` or `001`.
    private static func isControl(_ digits: ArraySlice<UInt8>) -> Bool {
        digits.count >= 4 && (digits.starts(with: "000".utf8) || digits.starts(with: "001".utf8))
    }
}
