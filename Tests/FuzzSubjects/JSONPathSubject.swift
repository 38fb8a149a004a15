import JSON
import JSONPath

extension FuzzSubject {
    /// A query of RFC 9535 over a small document. Each normalized path that comes out is a query that selects its own node.
    static let jsonPath = FuzzSubject(name: "jsonpath") { input in
        let text = String(decoding: input, as: UTF8.self)
        let query: JSONPathQuery
        do throws(JSONPathError) {
            query = try JSONPathQuery(text)
        } catch {
            let length = text.unicodeScalars.count
            precondition(error.range.lowerBound >= 0 && error.range.upperBound <= length, "an error out of its query")
            return
        }
        // Few visits: a query that takes long is told, and the fuzzer goes on.
        guard let nodes = try? query.nodes(in: document, maximumVisits: 20_000) else { return }
        for node in nodes.prefix(50) {
            let path = node.path.description
            guard let own = try? JSONPathQuery(path), let selected = try? own.nodes(in: document) else {
                preconditionFailure("a normalized path is no query: \(path)")
            }
            precondition(selected.count == 1 && selected[0].value == node.value, "\(path) selects another node")
        }
    }

    private static let document: JSONValue = [
        "status": 0, "message": "OTP sent to 'you' \"now\"\n", "": [], "ünï": [.null, true, false],
        "data": [
            "tid": "42", "list": [1, -2, .number(JSONNumber(2.5)), "three", [4, [5]], ["a": 1, "b": ["a": 2]]],
            "a.b": ["$": "\u{0}\u{7f}", "\\": "'"],
        ],
    ]
}

extension JSONNumber {
    /// A number with a fraction.
    fileprivate init(_ value: Double) { self = JSONNumber(String(value)) ?? JSONNumber(0) }
}
