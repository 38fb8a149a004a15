extension HTTPResponse {
    /// Why a body cannot be read as text. Completes "the body is not text: …".
    package struct TextError: Error, Sendable {
        package let reason: String
    }

    /// The body as text: in UTF-8, or else in the charset of its content type, if that is Latin-1.
    package func text() throws(TextError) -> String {
        let name = charset?.lowercased() ?? ""
        guard !Self.otherWidths.contains(where: name.hasPrefix) else {
            throw TextError(
                reason: "of charsets besides UTF-8 only iso-8859-1 is read: its content type names \(charset ?? "")")
        }
        if let text = String(validating: body, as: UTF8.self) { return text }
        guard let charset else { throw TextError(reason: "it is not UTF-8, and its content type names no charset") }
        guard Self.latin1.contains(charset.lowercased()) else {
            throw TextError(
                reason:
                    "it is not UTF-8, and of other charsets only iso-8859-1 is read: its content type names \(charset)")
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: body.lazy.map { Unicode.Scalar($0) })
        return String(text)
    }

    /// How the names of charsets begin that encode ASCII characters in other bytes than UTF-8.
    private static let otherWidths = [
        "utf-16", "utf16", "utf-32", "utf32", "utf-7", "ucs-", "ucs2", "ucs4", "unicode", "csunicode", "iso-10646",
        "iso-2022", "hz-gb", "ebcdic", "ibm037", "ibm500", "cp037", "cp500",
    ]

    private static let latin1: Set = ["iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1"]

    /// Whether the content type says that the body is JSON (RFC 8259, RFC 6839).
    package var isDeclaredJSON: Bool {
        guard let type = header("content-type")?.prefix(while: { $0 != ";" }) else { return false }
        let name = type.filter { !" \t".contains($0) }.lowercased()
        return name == "application/json" || name == "text/json" || name.hasSuffix("+json")
    }

    /// The `charset` parameter of the content type (RFC 9110, section 8.3).
    private var charset: String? {
        let parameters = header("content-type")?.split(separator: ";").dropFirst() ?? []
        for parameter in parameters {
            let parts = parameter.split(separator: "=", maxSplits: 1).map { $0.filter { !" \t\"".contains($0) } }
            if parts.count == 2, parts[0].lowercased() == "charset", !parts[1].isEmpty { return parts[1] }
        }
        return nil
    }
}
