/// The remarks about requests. What is said about many of them is one line.
struct RemarkList {
    private var requestsByRemark: [String: [String]] = [:]
    private var order: [(remark: String, request: String)] = []

    /// More requests than this with one remark share its line.
    private static let mostLines = 3

    mutating func add(_ remark: String, about request: String) {
        requestsByRemark[remark, default: []].append(request)
        order.append((remark, request))
    }

    var lines: [String] {
        var joined: Set<String> = []
        return order.compactMap { remark, request in
            let requests = requestsByRemark[remark] ?? []
            guard requests.count > Self.mostLines else { return "'\(request)': \(remark)" }
            guard joined.insert(remark).inserted else { return nil }
            return "'\(requests[0])', '\(requests[1])' and \(requests.count - 2) more: \(remark)"
        }
    }
}
