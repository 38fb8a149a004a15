import Contract
import JSON

/// Which documented answers the steps of finished runs have met, and which are left.
package struct CoverageReport: Sendable {
    /// An operation, and what was met of its documentation.
    struct Part: Sendable {
        let operation: Operation
        let met: [CoverageItem]
        let left: [CoverageItem]
        /// Whether any step has called it.
        let isCalled: Bool
    }

    let parts: [Part]
    /// How many operations were called.
    let calledCount: Int

    /// Of the operations for OTPs, and of those that were called; with `ofWholeAPI`, of every documented one.
    package init(_ documents: [ReportDocument], ofWholeAPI: Bool = false) {
        var seen: [String: Set<CoverageItem>] = [:]
        for document in documents {
            for testcase in document.suites.lazy.flatMap(\.testcases) {
                guard let exchange = testcase.exchange, let (operation, items) = Self.covered(by: exchange) else {
                    continue
                }
                seen[operation, default: []].formUnion(items)
            }
        }
        let operations = Operation.all.filter { ofWholeAPI || $0.isOfOTP || seen[$0.name] != nil }
        calledCount = seen.count
        parts = operations.map { operation in
            let items = operation.coverageItems
            let known = seen[operation.name] ?? []
            return Part(
                operation: operation, met: items.filter(known.contains), left: items.filter { !known.contains($0) },
                isCalled: !known.isEmpty)
        }
    }

    var metCount: Int { parts.reduce(0) { $0 + $1.met.count } }
    var totalCount: Int { parts.reduce(0) { $0 + $1.met.count + $1.left.count } }

    /// In percent, rounded down, so that 100 means everything.
    package var percentage: Int { totalCount == 0 ? 100 : metCount * 100 / totalCount }

    /// The operation and what its answer shows, from an exchange as `ExchangeRecorder` writes it.
    private static func covered(by exchange: String) -> (operation: String, items: [CoverageItem])? {
        guard case .object(let object)? = try? parseJSON(Array(exchange.utf8)) else { return nil }
        let recorded = RecordedExchange(object)
        let address = recorded.url.prefix { $0 != "?" }
        guard let operation = Routes.operation(method: recorded.method, path: String(address)) else { return nil }
        var body: JSONValue?
        if case .json(let text) = recorded.body { body = try? parseJSON(Array(text.utf8)) }
        return (operation.name, operation.covered(http: recorded.status, body: body))
    }
}
