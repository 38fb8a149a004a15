/// The functions of RFC 9535, section 2.4.
enum FunctionExtension: String, CaseIterable {
    case length, count, match, search, value

    enum Parameter {
        /// A literal, a singular query or a function that gives a value.
        case value
        /// Any query.
        case nodes
    }

    var parameters: [Parameter] {
        switch self {
        case .length: [.value]
        case .count, .value: [.nodes]
        case .match, .search: [.value, .value]
        }
    }

    /// The function a misspelt name may stand for.
    static func nearest(to name: String) -> FunctionExtension? {
        let name = name.lowercased()
        let distances = allCases.map { (function: $0, distance: editDistance(name, $0.rawValue)) }
        guard let nearest = distances.min(by: { $0.distance < $1.distance }), nearest.distance <= 2 else { return nil }
        return nearest.function
    }

    private static func editDistance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.utf8.prefix(32)), Array(right.utf8))
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let replaced = diagonal + (a == b ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, diagonal + 1, row[j] + 1)
            }
        }
        return row[right.count]
    }
}
