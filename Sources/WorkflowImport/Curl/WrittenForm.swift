import Source

/// Reads a `multipart/form-data` body that is written out with its boundaries, as browsers copy it. They leave out what is in
/// files.
struct WrittenForm {
    private(set) var parts: [ForeignPart] = []

    /// Nil if the body is not a form of this content type.
    init?(_ text: String, contentType: String) {
        guard contentType.mediaType == "multipart/form-data", let start = contentType.range(ofText: "boundary=") else {
            return nil
        }
        let boundary = contentType[start.upperBound...].prefix { $0 != ";" }.filter { $0 != "\"" }.trimmed
        guard !boundary.isEmpty else { return nil }
        let lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        var part: [Substring]?
        for line in lines {
            guard line == "--\(boundary)" || line == "--\(boundary)--" else {
                part?.append(line)
                continue
            }
            if let part {
                guard let read = Self.part(part) else { return nil }
                parts.append(read)
            }
            part = []
        }
        if parts.isEmpty { return nil }
    }

    /// A part from its lines: headers, an empty line, and the value.
    private static func part(_ lines: [Substring]) -> ForeignPart? {
        guard let end = lines.firstIndex(of: "") else { return nil }
        var (name, fileName, type): (String?, String?, String?) = (nil, nil, nil)
        for line in lines[..<end] {
            let header = line.split(separator: ":", maxSplits: 1)
            guard header.count == 2 else { continue }
            switch header[0].trimmed.lowercased() {
            case "content-disposition":
                name = parameter("name", of: header[1])
                fileName = parameter("filename", of: header[1])
            case "content-type": type = header[1].trimmed
            default: break
            }
        }
        guard let name, !name.isEmpty else { return nil }
        if let fileName {
            return ForeignPart(name: name, content: .file(path: fileName, name: nil), contentType: type)
        }
        let value = lines[(end + 1)...].joined(separator: "\n")
        return ForeignPart(name: name, content: .text(value), contentType: type)
    }

    /// `a` of `form-data; name="a"`.
    private static func parameter(_ name: String, of header: Substring) -> String? {
        for part in header.split(separator: ";").map(\.trimmed) where part.hasPrefix("\(name)=\"") {
            return String(part.dropFirst(name.count + 2).prefix { $0 != "\"" })
        }
        return nil
    }
}
