import Source

/// The options of a curl command up to `--next`, which are for each of its URLs.
struct CurlSection {
    /// What `-d @-` reads.
    let input: String?
    var urls: [String] = []
    var request = ForeignRequest(name: "")

    private var method: String?
    private var data: [String] = []
    private var jsonParts: [String] = []
    private var fields: [(name: String, value: String)] = []
    private var parts: [ForeignPart] = []
    /// Fields that belong to the query, also beside a body.
    private var queryFields: [(name: String, value: String)] = []
    /// A body that cannot be imported, but still makes the request a POST.
    private var hasOtherBody = false
    private var isGet = false
    private var expandsURLs = true

    init(input: String?) { self.input = input }

    mutating func apply(_ name: String, _ value: String) {
        switch name {
        case "--request": method = value.uppercased()
        case "--url": urls.append(value)
        case "--header": addHeader(value)
        case "--data", "--data-raw", "--data-ascii", "--data-binary", "--json": addData(name, value)
        case "--data-urlencode": addEncoded(value, to: \.fields)
        case "--url-query": addEncoded(value.hasPrefix("+") ? String(value.dropFirst()) : value, to: \.queryFields)
        case "--form", "--form-string": addPart(value, isLiteral: name == "--form-string")
        case "--upload-file":
            method = method ?? "PUT"
            leaveFile()
        case "--user-agent": request.headers.append(("User-Agent", value))
        case "--get": isGet = true
        case "--head": method = method ?? "HEAD"
        case "--globoff": expandsURLs = false
        case "--max-time":
            if Double(value).map({ $0 > 0 && $0 < 86_400 }) ?? false, value.utf8.allSatisfy({ (46...57).contains($0) })
            {
                request.timeout = "\(value)s"
            } else {
                request.remark("its --max-time is no number of seconds, and is left out")
            }
        default: break
        }
    }

    /// The request does not go to the host of its URL.
    mutating func leaveForSocket(_ name: String) {
        request.refuse("it is left out: with \(name) it goes to a program of this machine, and not to a host")
    }

    private mutating func addHeader(_ text: String) {
        // A browser copies `:authority: host` of HTTP/2, which is no header.
        if text.hasPrefix(":") { return }
        let parts = text.split(separator: ":", maxSplits: 1)
        if parts.count == 2 {
            request.headers.append((parts[0].trimmed, parts[1].trimmed))
        } else {
            request.remark("a header without a value, or from a file, is left out")
        }
    }

    private mutating func addData(_ name: String, _ value: String) {
        if value == "@-", name != "--data-raw", let input {
            data.append(input)
        } else if value.hasPrefix("@"), name != "--data-raw" {
            leaveFile()
        } else if name == "--json" {
            jsonParts.append(value)
        } else {
            data.append(value)
        }
    }

    private mutating func leaveFile() {
        hasOtherBody = true
        request.leaveUnfinished("its body is in a file, and is left out")
    }

    /// Adds `name=text` or `=text`; the text is not decoded.
    private mutating func addEncoded(
        _ value: String, to list: WritableKeyPath<CurlSection, [(name: String, value: String)]>
    ) {
        guard let mark = value.firstIndex(where: { "=@".contains($0) }), mark > value.startIndex else {
            hasOtherBody = true
            return request.remark("a text without a name is left out of its form")
        }
        if value[mark] == "@" { return leaveFile() }
        self[keyPath: list].append((String(value[..<mark]), String(value[value.index(after: mark)...])))
    }

    /// Adds a part of `--form`: text, or files by their paths.
    private mutating func addPart(_ value: String, isLiteral: Bool) {
        hasOtherBody = true
        guard let part = CurlFormPart(value, isLiteral: isLiteral) else {
            return request.remark("a part of its form is left out: it has no name")
        }
        if part.parts.isEmpty {
            request.remark(
                "a part of its form comes from the standard input, and is left out, \(part.name.nameForRemark)")
        }
        if part.isTextOfFile {
            request.remark(
                "\(part.name.nameForRemark) is the text of a file, and is sent as a file with a name: write the text, if it "
                    + "must be a field")
        }
        parts += part.parts
    }

    /// The requests, one for each URL.
    func finished() -> [ForeignRequest] {
        var request = request
        let hasBody = !data.isEmpty || !jsonParts.isEmpty || !fields.isEmpty || hasOtherBody
        request.method = method ?? (hasBody && !isGet ? "POST" : "GET")
        readBody(&request)
        request.query += queryFields
        if urls.isEmpty { request.refuse("it is left out: it has no address, so copy the command whole") }
        return (urls.isEmpty ? [""] : urls).map { text in
            var one = request
            let url = CurlURL(text)
            one.url = url.text
            if expandsURLs, url.standsForSeveral {
                one.refuse(
                    "it is left out: its address stands for several, with {…} or […], so write a command for each")
            }
            return one
        }
    }

    private func readBody(_ request: inout ForeignRequest) {
        if !parts.isEmpty {
            if !data.isEmpty || !jsonParts.isEmpty || !fields.isEmpty {
                request.remark("of its options for the body, only --form is kept")
            }
            request.body = .form(parts)
            return
        }
        let joined = ((jsonParts.isEmpty ? [] : [jsonParts.joined()]) + data).joined(separator: "&")
        if !isGet, fields.isEmpty, !joined.isEmpty, let reading = JSONReading(joined) {
            if reading.isRepaired { request.remark(JSONReading.remarkOnRepair) }
            request.body = .json(reading.value)
            return
        }
        let form = formFields(joined)
        let isForm = jsonParts.isEmpty && request.contentTypeOfHeader.map { $0.mediaType == Self.formType } ?? true
        if isGet {
            guard let form else {
                return request.leaveUnfinished("its data is not a query, and is left out")
            }
            request.query += form + fields
        } else if let form, isForm || !fields.isEmpty {
            if !(form + fields).isEmpty { request.body = .urlencoded(form + fields) }
        } else if !fields.isEmpty {
            request.leaveUnfinished("its body is only partly a form, and is left out")
        } else if let type = request.contentTypeOfHeader, let written = WrittenForm(joined, contentType: type) {
            request.body = .form(written.parts)
        } else if !joined.isEmpty {
            request.contentType = jsonParts.isEmpty ? Self.formType : "application/json"
            request.body = .text(joined)
        }
    }

    private static let formType = "application/x-www-form-urlencoded"
}
