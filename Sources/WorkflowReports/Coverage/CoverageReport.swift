import Contract
import JSON

/// Which documented answers the steps of finished runs have met, and which are left.
package struct CoverageReport: Sendable {
    /// An endpoint, and what was met of its documentation.
    struct Part: Sendable {
        let endpoint: DocumentedEndpoint
        let met: [CoverageItem]
        let left: [CoverageItem]
        /// Whether any step has called it.
        let isCalled: Bool
    }

    let parts: [Part]

    package init(_ documents: [ReportDocument]) {
        var seen: [String: Set<CoverageItem>] = [:]
        for document in documents {
            for testcase in document.suites.lazy.flatMap(\.testcases) {
                guard let exchange = testcase.exchange, let (endpoint, items) = Self.covered(by: exchange) else {
                    continue
                }
                seen[endpoint, default: []].formUnion(items)
            }
        }
        parts = DocumentedEndpoint.all.map { endpoint in
            let items = endpoint.coverageItems
            let known = seen[endpoint.name] ?? []
            return Part(
                endpoint: endpoint, met: items.filter(known.contains), left: items.filter { !known.contains($0) },
                isCalled: !known.isEmpty)
        }
    }

    var metCount: Int { parts.reduce(0) { $0 + $1.met.count } }
    var totalCount: Int { parts.reduce(0) { $0 + $1.met.count + $1.left.count } }

    /// In percent, rounded down, so that 100 means everything.
    package var percentage: Int { totalCount == 0 ? 100 : metCount * 100 / totalCount }

    /// The endpoint and what its answer shows, from an exchange as `ExchangeRecorder` writes it.
    private static func covered(by exchange: String) -> (endpoint: String, items: [CoverageItem])? {
        guard case .object(let object)? = try? parseJSON(Array(exchange.utf8)) else { return nil }
        let recorded = RecordedExchange(object)
        let address = recorded.url.prefix { $0 != "?" }
        guard
            let endpoint = DocumentedEndpoint.all.first(where: {
                $0.method == recorded.method && address.hasSuffix($0.path)
            })
        else { return nil }
        var body: JSONValue?
        if case .json(let text) = recorded.body { body = try? parseJSON(Array(text.utf8)) }
        return (endpoint.name, endpoint.covered(http: recorded.status, body: body))
    }
}
