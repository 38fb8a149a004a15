import Contract
import Source
import WorkflowModel

/// A request with the place that it goes to.
struct PlacedRequest {
    var request: ForeignRequest
    let url: ForeignURL
    /// The documented request that it is; nil for a `call`.
    let kind: DocumentedRequest?

    /// The part of the path before the documented one, or the base that the other tool states; nil if neither is known.
    fileprivate var fixedBase: String? {
        kind.map { String(url.path.dropLast($0.path.count)) } ?? request.basePath
    }
}

/// Finds the part of the path that all requests to one host share, so that each request goes where it went.
struct ServiceDirectory {
    private var bases: [String: Bases] = [:]

    private struct Bases {
        var fixed: [String] = []
        /// The common start of the other paths, as segments.
        var shared: [Substring]?

        /// The longest fixed base that the path is below.
        func fixedBase(of path: String) -> String? {
            fixed.filter { $0.isEmpty || path == $0 || path.hasPrefix($0 + "/") }.max { $0.utf8.count < $1.utf8.count }
        }
    }

    init(_ requests: [PlacedRequest]) {
        for request in requests {
            guard let base = request.fixedBase, !(bases[request.url.origin]?.fixed.contains(base) ?? false) else {
                continue
            }
            bases[request.url.origin, default: Bases()].fixed.append(base)
        }
        for request in requests where request.fixedBase == nil {
            var found = bases[request.url.origin] ?? Bases()
            guard found.fixedBase(of: request.url.path) == nil else { continue }
            // Without a host there is no environment whose base URL could have a path.
            let segments = request.url.origin.contains("{{") ? [] : Self.base(of: request.url.path)
            found.shared = found.shared.map { Self.commonStart($0, segments) } ?? segments
            bases[request.url.origin] = found
        }
    }

    func address(of request: PlacedRequest) -> ServiceAddress {
        let found = bases[request.url.origin]
        let base =
            request.fixedBase ?? found?.fixedBase(of: request.url.path) ?? found?.shared?.joined(separator: "/") ?? ""
        return ServiceAddress(origin: request.url.origin, basePath: base)
    }

    /// The start of a path that can be in a base URL, up to the version: `/ekoapi/v3`. Nothing if it has no version.
    private static func base(of path: String) -> [Substring] {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        let fitting = segments.prefix { $0.canBeInBase }
        let version = fitting.firstIndex { $0.first == "v" && $0.count > 1 && $0.dropFirst().allSatisfy(\.isNumber) }
        return version.map { Array(fitting[...$0]) } ?? []
    }

    private static func commonStart(_ left: [Substring], _ right: [Substring]) -> [Substring] {
        zip(left, right).prefix { $0 == $1 }.map(\.0)
    }
}

extension Substring {
    /// Whether an environment's `base_url` can have this segment of a path, and would not give a key away.
    var canBeInBase: Bool {
        !["..", ".", "mobile"].contains(self) && !looksLikeSecret
            && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._~".contains($0)) }
    }
}

extension PlacedRequest {
    /// The path below the base URL.
    func path(below address: ServiceAddress) -> String { String(url.path.dropFirst(address.basePath.count)) }

    /// Its path with ordinary names in place of placeholders, to find out what it does.
    var pathPattern: String { url.path.replacingPlaceholders { _ in "0" } }

    /// The operation that it is documented as; nil if there is none.
    var operation: Operation? { Routes.operation(method: request.method, path: pathPattern) }

    /// Whether it only reads, also if a server takes its path for another one.
    var onlyReads: Bool {
        let possible = Routes.possibleOperations(method: request.method, path: pathPattern)
        return possible.isEmpty
            ? ["GET", "HEAD", "OPTIONS"].contains(request.method) : possible.allSatisfy(\.effect.kinds.onlyReads)
    }
}
