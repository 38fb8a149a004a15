import Synchronization

/// Finds the operations that a request reaches, by its method and path.
package enum Routes {
    /// The operation that a request is documented as; nil if there is none. `path` may be a whole URL without its query.
    package static func operation(method: String, path: String) -> Operation? {
        guard let method = Operation.Method(rawValue: method) else { return nil }
        let segments = path.split(separator: "/").map { Array($0.lowercased().utf8) }
        return best(of: segments[...], where: { $0.operation.method == method }, equals: ==, last: ==)?.operation
    }

    /// Every operation that a server may take a request for, however its path is written.
    ///
    /// A method that the path is not documented for counts as the documented one: servers and gateways may rewrite it.
    package static func possibleOperations(method: String, path: String) -> [Operation] {
        guard method != "OPTIONS" else { return [] }
        // A step is looked at several times, and the cases of a workflow share its paths.
        guard path.utf8.count <= longestKept else { return findOperations(method: method, path: path) }
        let key = "\(method) \(path)"
        if let known = kept.withLock({ $0[key] }) { return known }
        let found = findOperations(method: method, path: path)
        kept.withLock { kept in
            if kept.count >= mostKept { kept.removeAll() }
            kept[key] = found
        }
        return found
    }

    private static let kept = Mutex<[String: [Operation]]>([:])
    private static let mostKept = 1_000
    private static let longestKept = 300

    private static func findOperations(method: String, path: String) -> [Operation] {
        let isSafe = method == "GET" || method == "HEAD"
        var found: [Operation] = []
        for reading in PathReadings.all(of: path) {
            for end in reading.ends {
                let segments = reading.segments[..<end]
                func best(_ isMeant: (RouteTemplate) -> Bool) -> RouteTemplate? {
                    Self.best(of: segments, where: isMeant, equals: PathReadings.equals, last: PathReadings.isName)
                }
                let template =
                    isSafe
                    ? best { $0.operation.method == .get }
                    : best { $0.operation.method.rawValue == method } ?? best { $0.operation.method != .get }
                        ?? best { _ in true }
                // Behind a gateway, the operation that texts is known by its last two segments.
                let isSend = !isSafe && template == nil && PathReadings.isMobileOTP(segments)
                guard let operation = template?.operation ?? (isSend ? .sendOTP : nil) else { continue }
                if !found.contains(where: { $0 === operation }) { found.append(operation) }
            }
        }
        return found
    }

    /// The values of the parameters in a path, percent-encoded as they are there.
    package static func parameters(of operation: Operation, in path: String) -> [(name: String, value: String)] {
        let template = RouteTemplate(operation)
        let segments = path.split(separator: "/")
        guard segments.count >= template.segments.count else { return [] }
        return zip(template.segments, segments.suffix(template.segments.count)).compactMap { segment, text in
            if case .parameter(let name) = segment { (name, String(text)) } else { nil }
        }
    }

    /// Of several routes, the one that says more of the path.
    private static func best(
        of path: ArraySlice<[UInt8]>, where isMeant: (RouteTemplate) -> Bool, equals: ([UInt8], [UInt8]) -> Bool,
        last: ([UInt8], [UInt8]) -> Bool
    ) -> RouteTemplate? {
        var best: RouteTemplate?
        for template in templates where isMeant(template) && template.literalCount > best?.literalCount ?? 0 {
            if template.isEnd(of: path, equals: equals, last: last) { best = template }
        }
        return best
    }

    private static let templates = Operation.all.map(RouteTemplate.init)
}
