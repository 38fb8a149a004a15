import HTTP
import JSON
import Secrets
import Times
import WorkflowEngine

/// Turns exchanges into JSON that can be kept: everything that expectations need, with surrogates for secrets and numbers.
struct ExchangeRecorder: Sendable {
    /// In bytes; a larger body is left out.
    static let maximumBodySize = 256 << 10

    let surrogates = Surrogates()

    /// The exchange of a step as JSON text. With `hidesResponse`, nothing of the response is kept but its status.
    /// `bodyHasPlaces` is false if certainly nothing in its body is secret by its place.
    func json(
        _ exchange: JudgedExchange, _ redactor: Redactor, hidesResponse: Bool = false, bodyHasPlaces: Bool = true
    ) -> String {
        var cleaner = SurrogateWriter(surrogates: surrogates, redactor: redactor)
        let bytes = exchange.response.body
        var recorded = RecordedExchange()
        recorded.method = exchange.method
        recorded.url = cleaner.clean(exchange.url)
        recorded.time = Int(exchange.time.milliseconds)
        recorded.timings = exchange.timings
        recorded.status = exchange.response.status
        recorded.headers = hidesResponse ? [] : exchange.response.headers.map { cleaner.clean($0) }
        recorded.query = cleaner.clean(byName: exchange.requestQuery)
        recorded.request = exchange.requestBody.map { cleaner.clean(byName: $0) }
        var bodyCleaner = SurrogateWriter(surrogates: surrogates, redactor: redactor)
        recorded.body = body(of: exchange, &bodyCleaner, hidesResponse: hidesResponse, bodyHasPlaces: bodyHasPlaces)
        if !hidesResponse, let digest = exchange.digest {
            // From a checksum and the rest of a text, a short secret or number in the text can be found by trying.
            let isHidden = bodyCleaner.hasReplaced && recorded.body.isWhole
            recorded.digest = BodyDigest(size: digest.size, sha256: isHidden ? nil : digest.sha256)
        }
        cleaner.adopt(bodyCleaner)
        recorded.variables = cleaner.clean(exchange.variables)
        (recorded.hiddenSecrets, recorded.hiddenNumbers) = (cleaner.secrets.sortedOnce, cleaner.numbers.sortedOnce)
        return recorded.jsonText(capacity: 1_024 + bytes.count).string
    }

    private func body(
        of exchange: JudgedExchange, _ cleaner: inout SurrogateWriter, hidesResponse: Bool, bodyHasPlaces: Bool
    ) -> RecordedExchange.Body {
        let bytes = exchange.response.body
        return switch exchange.responseBody {
        case _ where hidesResponse || bytes.count > Self.maximumBodySize: .omitted(size: bytes.count)
        case .failure:
            if let text = try? exchange.response.text() {
                .text(cleaner.clean(text))
            } else {
                .notUTF8(cleaner.clean(String(decoding: bytes, as: UTF8.self)))
            }
        // A secret with escaped characters cannot be found in the text.
        case .success(let body) where bytes.contains(UInt8(ascii: "\\")):
            .json(cleaner.clean(byName: body).serialized)
        case .success(let body): .json(json(of: body, Self.line(bytes), &cleaner, hasPlaces: bodyHasPlaces))
        }
    }

    /// A whole text is cleaned faster than its values. But what is secret by its place can reach beyond a string, as in
    /// `"message":"no otp=","data":`, and what remains is no JSON then.
    private func json(
        of body: JSONValue, _ line: String, _ cleaner: inout SurrogateWriter, hasPlaces: Bool
    ) -> String {
        var whole = cleaner
        let text = whole.clean(line, scansPlaces: hasPlaces)
        // Digits take the place of digits, so that only a secret can do this.
        guard whole.secrets.isEmpty || (try? parseJSON(Array(text.utf8))) != nil else {
            return cleaner.clean(byName: body).serialized
        }
        cleaner = whole
        return text
    }

    /// JSON text on one line. It has no escapes, so every line break is between values.
    private static func line(_ bytes: [UInt8]) -> String {
        let isBreak: (UInt8) -> Bool = { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        guard bytes.contains(where: isBreak) else { return String(decoding: bytes, as: UTF8.self) }
        return String(decoding: bytes.map { isBreak($0) ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    }

    /// Groups of values by name, without empty groups.
    func json(_ groups: KeyValuePairs<String, [String: JSONValue]>, _ redactor: Redactor) -> JSONObject {
        var cleaner = SurrogateWriter(surrogates: surrogates, redactor: redactor)
        var object = JSONObject()
        for (name, values) in groups where !values.isEmpty {
            object.append(name, .object(cleaner.clean(values)))
        }
        for (name, hidden) in [("hidden_secrets", cleaner.secrets), ("hidden_numbers", cleaner.numbers)]
        where !hidden.isEmpty {
            object.append(name, .array(hidden.sortedOnce.map { .string($0) }))
        }
        return object
    }

    /// Replaces secrets and numbers in the values of one exchange, and records the surrogates that it used.
    private struct SurrogateWriter {
        let surrogates: Surrogates
        let redactor: Redactor
        /// The surrogates that it used, as often as it used them.
        var secrets: [String] = []
        var numbers: [String] = []

        /// Whether anything was replaced.
        var hasReplaced: Bool { !secrets.isEmpty || !numbers.isEmpty }

        /// Takes what another writer replaced for its own.
        mutating func adopt(_ other: SurrogateWriter) {
            secrets += other.secrets
            numbers += other.numbers
        }

        /// Digits are replaced by digits, so a number stays one. Any other number identifies nobody.
        mutating func clean(_ value: JSONValue) -> JSONValue { value.replacingTexts { clean($0) } }

        /// The values of fields with the name of a secret are replaced too.
        mutating func clean(byName value: JSONValue, isSecret: Bool = false) -> JSONValue {
            switch value {
            case .null, .bool: return value
            case .string(let text): return .string(isSecret ? surrogate(for: text) : clean(text))
            case .number(let number):
                return isSecret ? JSONNumber(surrogate(for: number.text)).map { .number($0) } ?? value : clean(value)
            case .array(let elements): return .array(elements.map { clean(byName: $0, isSecret: isSecret) })
            case .object(let object):
                return .object(
                    JSONObject(object.members.map { (clean($0.name), cleanValue(of: $0, isSecret: isSecret)) }))
            }
        }

        private mutating func cleanValue(of member: JSONObject.Member, isSecret: Bool) -> JSONValue {
            // A checksum is no mobile number, whatever digits it has in a row.
            if isChecksum(member), !isSecret {
                return .string(replacingSecrets(in: member.value.writtenOut, scansPlaces: true))
            }
            // The API explains there, under their names, what is wrong with parameters.
            if member.name == "invalid_params" || member.name == "invalid_parameters", !isSecret {
                return clean(member.value)
            }
            return clean(byName: member.value, isSecret: isSecret || SecretWords.areIn(member.name))
        }

        private func isChecksum(_ member: JSONObject.Member) -> Bool {
            guard member.name == "sha256", case .string(let text) = member.value else { return false }
            return text.utf8.count == 64 && text.allSatisfy(\.isHexDigit)
        }

        private mutating func surrogate(for text: String) -> String {
            guard !text.isEmpty else { return text }
            let surrogate = surrogates.secret(text)
            secrets.append(surrogate)
            return surrogate
        }

        mutating func clean(_ values: [String: JSONValue]) -> JSONObject {
            JSONObject(values.sorted { $0.key < $1.key }.map { (name: $0.key, value: clean($0.value)) })
        }

        mutating func clean(_ text: String, scansPlaces: Bool = true) -> String {
            let text = replacingSecrets(in: text, scansPlaces: scansPlaces)
            guard redactor.masksNumbers else { return text }
            return NumberMask.replacingNumbers(in: text) { number in
                let surrogate = surrogates.number(number)
                numbers.append(surrogate)
                return surrogate
            }
        }

        private mutating func replacingSecrets(in text: String, scansPlaces: Bool) -> String {
            redactor.replacingSecrets(in: text, scansPlaces: scansPlaces) { form in
                let surrogate = surrogates.secret(form)
                secrets.append(surrogate)
                return surrogate
            }
        }

        /// A cookie can be a credential too. It is hidden whole: expectations only need to know that it exists.
        mutating func clean(_ header: HTTPHeader) -> HTTPHeader {
            let name = clean(header.name)
            if header.name.lowercased().hasPrefix("set-cookie") { return HTTPHeader(name, Redactor.mask) }
            return HTTPHeader(name, SecretWords.areIn(header.name) ? surrogate(for: header.value) : clean(header.value))
        }
    }
}

extension [String] {
    /// Each string once, in order.
    fileprivate var sortedOnce: [String] {
        guard count > 1 else { return self }
        var result: [String] = []
        for text in sorted() where text != result.last { result.append(text) }
        return result
    }
}
