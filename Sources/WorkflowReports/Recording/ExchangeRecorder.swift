import HTTP
import JSON
import Times
import WorkflowEngine

/// Turns exchanges into JSON that can be kept: with surrogates for secrets and numbers, and with all that expectations need.
struct ExchangeRecorder: Sendable {
    /// A larger body is left out, in bytes.
    static let maximumBodySize = 256 << 10

    private let masksNumbers: Bool
    private let surrogates = Surrogates()

    init(masksNumbers: Bool) {
        self.masksNumbers = masksNumbers
    }

    /// The exchange of a step as JSON text.
    func json(_ exchange: JudgedExchange, _ redactor: StepRedactor) -> String {
        var cleaner = Cleaner(recorder: self, redactor)
        let bytes = exchange.response.body
        var object = JSONObjectWriter(capacity: 1_024 + bytes.count)
        object.add("method", exchange.method)
        object.add("url", cleaner.clean(exchange.url))
        object.add("time", Int(exchange.time.milliseconds))
        object.add("timings", json: timings(exchange.timings))
        object.add("status", exchange.response.status)
        object.add("headers", pairs: exchange.response.headers.map { ($0.name, cleaner.value(of: $0)) })
        object.add("query", exchange.requestQuery) { cleaner.clean($0) }
        if let body = exchange.requestBody { object.add("request", body) { cleaner.clean($0) } }
        if bytes.count > Self.maximumBodySize {
            object.add("body_size", bytes.count)
        } else {
            switch exchange.responseBody {
            case .failure: object.add("body_text", cleaner.clean(String(decoding: bytes, as: UTF8.self)))
            // What is escaped with its number cannot be found in the text.
            case .success(let body) where bytes.contains(UInt8(ascii: "\\")):
                object.add("body", body) { cleaner.clean($0) }
            case .success: object.add("body", json: cleaner.clean(Self.line(bytes)))
            }
        }
        if !exchange.variables.isEmpty { object.add("vars", .object(cleaner.clean(exchange.variables))) }
        cleaner.addHidden(to: &object)
        return object.finished()
    }

    /// JSON text on one line. It has no escapes, so that a line break is one between values.
    private static func line(_ bytes: [UInt8]) -> String {
        let isBreak: (UInt8) -> Bool = { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        guard bytes.contains(where: isBreak) else { return String(decoding: bytes, as: UTF8.self) }
        return String(decoding: bytes.map { isBreak($0) ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    }

    /// In milliseconds from the start of the exchange.
    private func timings(_ timings: HTTPTimings) -> String {
        var object = JSONObjectWriter()
        object.add("name_lookup", timings.nameLookup)
        object.add("connect", timings.connect)
        object.add("tls", timings.tls)
        object.add("first_byte", timings.firstByte)
        object.add("total", timings.total)
        return object.finished()
    }

    /// Groups of values by name, those that have any.
    func json(_ groups: KeyValuePairs<String, [String: JSONValue]>, _ redactor: StepRedactor) -> JSONObject {
        var cleaner = Cleaner(recorder: self, redactor)
        var object = JSONObject()
        for (name, values) in groups where !values.isEmpty {
            object.append(name, .object(cleaner.clean(values)))
        }
        cleaner.addHidden(to: &object)
        return object
    }

    /// Puts surrogates into the values of one exchange, and keeps which.
    private struct Cleaner {
        private let recorder: ExchangeRecorder
        private let redactor: StepRedactor
        private var secrets: Set<String> = []
        private var numbers: Set<String> = []

        init(recorder: ExchangeRecorder, _ redactor: StepRedactor) {
            self.recorder = recorder
            self.redactor = redactor
        }

        mutating func clean(_ value: JSONValue) -> JSONValue {
            switch value {
            case .null, .bool: value
            case .string(let text): .string(clean(text))
            // A number of digits alone stays one; others tell nobody.
            case .number(let number): JSONNumber(clean(number.text)).map { .number($0) } ?? value
            case .array(let elements): .array(elements.map { clean($0) })
            case .object(let object):
                .object(JSONObject(object.members.map { (name: clean($0.name), value: clean($0.value)) }))
            }
        }

        mutating func clean(_ values: [String: JSONValue]) -> JSONObject {
            JSONObject(values.sorted { $0.key < $1.key }.map { (name: $0.key, value: clean($0.value)) })
        }

        mutating func clean(_ text: String) -> String {
            let text = replacingSecrets(in: text)
            guard recorder.masksNumbers else { return text }
            return NumberMask.replacingNumbers(in: text) { number in
                let surrogate = recorder.surrogates.number(number)
                numbers.insert(surrogate)
                return surrogate
            }
        }

        private mutating func replacingSecrets(in text: String) -> String {
            guard redactor.mayHoldSecret(text) else { return text }
            var secrets = secrets
            defer { self.secrets = secrets }
            func surrogate(_ form: String) -> String {
                let surrogate = recorder.surrogates.secret(form)
                secrets.insert(surrogate)
                return surrogate
            }
            return redactor.replacingSecrets(in: text, with: surrogate)
        }

        /// A cookie opens something too, and nothing is expected of it but that it is there.
        mutating func value(of header: HTTPHeader) -> String {
            header.name.lowercased() == "set-cookie" ? Redactor.mask : clean(header.value)
        }

        func addHidden(to object: inout JSONObjectWriter) {
            if !secrets.isEmpty { object.add("hidden_secrets", secrets.sorted()) }
            if !numbers.isEmpty { object.add("hidden_numbers", numbers.sorted()) }
        }

        func addHidden(to object: inout JSONObject) {
            if !secrets.isEmpty { object.append("hidden_secrets", .array(secrets.sorted().map { .string($0) })) }
            if !numbers.isEmpty { object.append("hidden_numbers", .array(numbers.sorted().map { .string($0) })) }
        }
    }
}
