import Contract
import JSON

/// Finds the endpoint that a path names, exactly as a server does: by the case of its letters and by its number of
/// segments.
struct APIRoutes: Sendable {
    /// An endpoint whose path matches, and the parameters in the path.
    struct Match: Sendable {
        let call: APICall
        /// Nil if they are not percent-encoded UTF-8.
        let parameters: [JSONObject.Member]?
    }

    private struct Template: Sendable {
        let call: APICall
        /// A parameter has the form `{name}`.
        let segments: [Substring]
        let literalCount: Int

        init(_ call: APICall) {
            self.call = call
            segments = APIRoutes.segments(of: call.operation.path)
            literalCount = segments.count { !$0.hasPrefix("{") }
        }

        var isFixed: Bool { literalCount == segments.count }

        func matches(_ path: [Substring]) -> Bool {
            zip(segments, path).allSatisfy { segment, text in
                segment.hasPrefix("{") ? !text.isEmpty : segment.utf8.elementsEqual(text.utf8)
            }
        }

        func parameters(in path: [Substring]) -> [JSONObject.Member]? {
            var members: [JSONObject.Member] = []
            for (segment, text) in zip(segments, path) where segment.hasPrefix("{") {
                guard let value = percentDecoded(text) else { return nil }
                members.append((String(segment.dropFirst().dropLast()), .string(value)))
            }
            return members
        }
    }

    /// The endpoints without parameters in their paths, by their paths.
    private let fixed: [String: [Match]]
    /// The others, by their number of segments.
    private let templates: [Int: [Template]]

    init(_ sandbox: Sandbox) {
        let callers = SignatureCheck(sandbox.configuration)
        let all = Endpoints.all.map { Template(APICall(endpoint: $0, sandbox: sandbox, callers: callers)) }
        let (fixed, others) = (all.filter(\.isFixed), all.filter { !$0.isFixed })
        self.fixed = Dictionary(grouping: fixed) { SandboxServer.basePath + $0.call.operation.path }.mapValues {
            $0.map { Match(call: $0.call, parameters: []) }
        }
        templates = Dictionary(grouping: others, by: \.segments.count)
    }

    /// The endpoints with a path, one for each method. Of several paths, the one with the fewest parameters counts.
    func matches(_ path: String) -> [Match] {
        if let found = fixed[path] { return found }
        guard path.hasPrefix(SandboxServer.basePath + "/") else { return [] }
        let segments = Self.segments(of: String(path.dropFirst(SandboxServer.basePath.count)))
        let matching = (templates[segments.count] ?? []).filter { $0.matches(segments) }
        let most = matching.map(\.literalCount).max()
        return matching.filter { $0.literalCount == most }.map { template in
            Match(call: template.call, parameters: template.parameters(in: segments))
        }
    }

    private static func segments(of path: String) -> [Substring] {
        path.split(separator: "/", omittingEmptySubsequences: false)
    }
}
