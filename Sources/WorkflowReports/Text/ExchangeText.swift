import JSON
import Times
import WorkflowEngine

/// A recorded exchange for people, in lines: the request and the response. Secrets are masked.
struct ExchangeText {
    /// In lines and in characters. A report in JSON or HTML has the whole exchange.
    static let maximumLines = 20
    private static let maximumLineLength = 500
    /// What stands in place of a shorter secret is also a part of other words.
    private static let minimumMaskLength = 4

    private let exchange: RecordedExchange
    private let masks: [String]
    /// Masks what is secret by its place, such as the value of `otp`: what stands there is not what was sent.
    private let redactor: Redactor

    /// Nil if the text is not a recorded exchange.
    init?(json: String) {
        guard case .object(let object)? = try? parseJSON(Array(json.utf8)) else { return nil }
        exchange = RecordedExchange(object)
        redactor = Redactor([], masksNumbers: !exchange.hiddenNumbers.isEmpty)
        // The longest first: a short one can be a part of it.
        masks = exchange.hiddenSecrets.filter { $0.utf8.count >= Self.minimumMaskLength }.sorted {
            $0.utf8.count > $1.utf8.count
        }
    }

    /// The method, the address and the body.
    var request: [String] {
        shown("\(exchange.method) \(exchange.url)") + (exchange.request.map { lines(of: $0) } ?? [])
    }

    /// The status, how long it took, and the body, cut to `maximumLines`.
    var response: [String] {
        let size: String? =
            if case .omitted(let size) = exchange.body { ", a body of \(size) bytes that is not kept" } else { nil }
        return [("HTTP \(exchange.status) in \(exchange.timings.total.shortText)") + (size ?? "")] + body
    }

    private var body: [String] {
        switch exchange.body {
        case .json(let text): (try? parseJSON(Array(text.utf8))).map { lines(of: $0) } ?? lines(of: text)
        case .text(let text): lines(of: text)
        case .notUTF8: ["(the body is not text in UTF-8)"]
        case .omitted: []
        }
    }

    private func lines(of value: JSONValue) -> [String] { lines(of: value.prettyPrinted) }

    private func lines(of text: String) -> [String] {
        guard !text.isEmpty else { return [] }
        let all = text.split(separator: "\n", maxSplits: Self.maximumLines, omittingEmptySubsequences: false)
        let shown = self.shown(all.prefix(Self.maximumLines).joined(separator: "\n"))
        guard all.count > Self.maximumLines else { return shown }
        let rest = all[Self.maximumLines].utf8.reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
        return shown + ["… \(rest) more lines"]
    }

    /// The lines of a text. Secrets are looked for in the whole, because what is secret by its place hangs on what is before it.
    private func shown(_ text: String) -> [String] {
        let masked = masks.reduce(text) { $0.replacing($1, with: Redactor.mask) }
        return redactor.redact(masked).split(separator: "\n", omittingEmptySubsequences: false).map {
            LogText.line(String($0).cut(to: Self.maximumLineLength))
        }
    }
}
