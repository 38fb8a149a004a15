import JSON

/// JSON that may end up in a log or on a terminal.
package enum JSONText {
    /// The same JSON, in which escapes replace what a terminal or a CI engine would act on. A parser gets the same values.
    package static func inert(_ json: String) -> String {
        let (holdsCommands, isASCII) = CICommands.scan(json)
        guard holdsCommands || !isASCII else { return json }
        let json = InvisibleCharacters.replacing(in: json, except: whiteSpace, with: escape)
        guard holdsCommands else { return json }
        let scalars = Array(json.unicodeScalars)
        let places = Set(CICommands.places(in: scalars))
        guard !places.isEmpty else { return json }
        return scalars.indices.map { places.contains($0) ? escape(scalars[$0]) : String(scalars[$0]) }.joined()
    }

    /// The same for a text that is written piece by piece.
    static func inert(_ json: consuming TextBuffer) -> TextBuffer {
        let (holdsCommands, isASCII) = json.withBytes(CICommands.scan)
        guard holdsCommands || !isASCII else { return json }
        var text = TextBuffer(capacity: json.count)
        text.append(inert(json.string))
        return text
    }

    /// Between values. In a string, JSON does not allow it.
    private static let whiteSpace: Set<Unicode.Scalar> = ["\n", "\r", "\t"]

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        UTF16.encode(scalar)?.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)"
        }.joined() ?? ""
    }
}
