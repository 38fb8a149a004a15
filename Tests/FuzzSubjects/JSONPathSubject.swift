import JSON
import JSONPath

extension FuzzSubject {
    /// An RFC 9535 query on a small document. The normalized path of each result must select exactly that node.
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
        // Few visits, so that slow queries end early with an error and the fuzzer continues.
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
    /// Accepts numbers with a fraction.
    fileprivate init(_ value: Double) { self = JSONNumber(String(value)) ?? JSONNumber(0) }
}
