import HTTP
import Secrets
import WorkflowEngine

extension PlanReport {
    /// A shell script that makes the same requests with curl. The keys are shell variables, and each request is signed
    /// when it is sent.
    package var curl: String {
        var script = """
            # \(isSandbox ? "These go to a sandbox: nobody is texted." : "Each send texts a real person.") Set EKO_DEVELOPER_KEY and EKO_ACCESS_KEY first.\(notes)
            sign() {
              timestamp=$(date +%s%3N)
              secret_key=$(printf %s "$timestamp" |
                openssl dgst -sha256 -binary -hmac "$(printf %s "$EKO_ACCESS_KEY" | base64 -w 0)" | base64 -w 0)
            }

            """
        for (index, request) in preview.requests.enumerated() {
            script += "\n# \(index + 1). \(LogText.line(request.name))\n"
            for note in request.effect.map(notes) ?? [] { script += "# \(LogText.line(note))\n" }
            if request.isConditional { script += "# only if its 'when' is true\n" }
            if request.step.signing != nil {
                script += "# the run signs it wrongly on purpose; this signs it rightly\n"
            }
            if let problem = request.problem {
                script += "# cannot be made: \(LogText.line(problem))\n"
                continue
            }
            script += command(request)
        }
        return clean(script)
    }

    private var isSandbox: Bool { preview.plan.environments.allSatisfy(\.isSandbox) }

    /// How the commands differ from the run.
    private var notes: String {
        let numbers = masksNumbers ? "\n# Numbers are hidden: --show-recipients shows the whole numbers." : ""
        let sandbox =
            isEmbedded
            ? "\n# The sandbox at this address ended with the program: 'ekoflow sandbox' starts one that keeps running, and prints its address and keys."
            : ""
        return sandbox + numbers + "\n# Values in ${{ … }} are known only during a run: fill them in by hand."
    }

    private func command(_ request: PlannedRequest) -> String {
        let method = request.request.method
        // With --request, curl would wait for a body.
        let methodOption = method == "HEAD" ? "--head" : "--request \(ShellText.quoted(method))"
        var lines = ["sign && curl --globoff \(methodOption)"]
        lines.append("--header \"developer_key: $EKO_DEVELOPER_KEY\"")
        lines.append("--header \"secret-key: $secret_key\" --header \"secret-key-timestamp: $timestamp\"")
        let signed = ["developer_key", "secret-key", "secret-key-timestamp"]
        for header in request.request.headers where !signed.contains(header.name) {
            // curl makes a boundary of its own.
            if request.request.form != nil, header.name == "content-type", header.value.hasPrefix(Self.formType) {
                continue
            }
            let value = SecretWords.areIn(header.name) ? Redactor.mask : header.value
            lines.append("--header \(ShellText.quoted("\(header.name): \(value)"))")
        }
        if let form = request.request.form {
            lines += form.parts.map(option)
        } else if let fields = fields(of: request.request) {
            lines += fields.map { "--data-urlencode \(ShellText.quoted($0))" }
        } else if let body = request.request.body {
            lines.append("--data-binary \(ShellText.quoted(String(decoding: body, as: UTF8.self)))")
        }
        lines += tls(request.request.tls)
        lines.append(ShellText.quoted(request.environment.baseURL + target(of: request)))
        return lines.joined(separator: " \\\n  ") + "\n"
    }

    /// What an urlencoded body has, unless the workflow writes it by hand.
    private static let fieldBytes = ByteSet { ByteSet.unreserved.contains($0) || "%&=".utf8.contains($0) }
    private static let formType = "multipart/form-data; boundary="

    /// The option of a part of a form. What curl would read as a sign of its own is in quotes.
    private func option(_ part: MultipartForm.Part) -> String {
        var type = part.contentType.map { ";type=\($0)" } ?? ""
        switch part.content {
        case .file(let file):
            if let name = part.fileName { type += ";filename=\(Self.quoted(name))" }
            return "--form \(ShellText.quoted("\(part.name)=@\(Self.quoted(file.path))\(type)"))"
        case .bytes(let bytes):
            let text = String(decoding: bytes, as: UTF8.self)
            return type.isEmpty
                ? "--form-string \(ShellText.quoted("\(part.name)=\(text)"))"
                : "--form \(ShellText.quoted("\(part.name)=\(Self.quoted(text))\(type)"))"
        }
    }

    private static func quoted(_ text: String) -> String {
        "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }

    /// The fields of an urlencoded body as curl takes them, not encoded yet; nil if it is another body.
    private func fields(of request: HTTPRequest) -> [String]? {
        let isFields = request.headers.contains {
            $0.name == "content-type" && $0.value == "application/x-www-form-urlencoded"
        }
        guard isFields, let body = request.body, !body.isEmpty, body.allSatisfy(Self.fieldBytes.contains) else {
            return nil
        }
        return String(decoding: body, as: UTF8.self).split(separator: "&").map { field in
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return "\(parts[0])=\(parts.count > 1 ? String(parts[1]).withoutPercentEncoding : "")"
        }
    }

    private func tls(_ options: TLSOptions) -> [String] {
        var lines = options.checksServer ? [] : ["--insecure"]
        if let authorities = options.authorities {
            lines.append("--cacert \(ShellText.quoted(authorities.path)) --capath /dev/null")
        }
        if let certificate = options.clientCertificate { lines.append("--cert \(ShellText.quoted(certificate.path))") }
        if let key = options.clientKey { lines.append("--key \(ShellText.quoted(key.path))") }
        return lines
    }
}
