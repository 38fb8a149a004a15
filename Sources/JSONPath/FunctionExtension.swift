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
}
