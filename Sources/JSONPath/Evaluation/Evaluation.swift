import JSON
import RegularExpressions

/// One run of a query on a document.
struct Evaluation {
    let root: JSONValue
    /// How many nodes may be visited and selected in total.
    private let maximumVisits: Int
    private let hidden = HiddenTexts.current
    private var visits = 0
    private var nextCheck = Evaluation.visitsBetweenChecks
    /// The results of queries from `$` within filters, which are the same for every node.
    private var absoluteNodelists: [Int: [JSONValue]] = [:]
    /// The last pattern that came from the document; its `expression` is nil if it is not an I-Regexp.
    var lastPattern: (text: String, expression: RegularExpression?)?

    init(root: JSONValue, maximumVisits: Int) {
        self.root = root
        self.maximumVisits = maximumVisits
    }

    /// The nodes that the segments select, starting from one node.
    mutating func select<Node: NodeProtocol>(
        _ segments: [Segment], from start: Node
    ) throws(JSONPathEvaluationError) -> [Node] {
        var nodelist = [start]
        for segment in segments {
            var selected: [Node] = []
            for node in nodelist {
                switch segment.reach {
                case .child: try apply(segment.selectors, to: node, into: &selected)
                case .descendant: try applyToDescendants(segment.selectors, of: node, into: &selected)
                }
            }
            nodelist = selected
        }
        return nodelist
    }

    /// The nodelist of a query within a filter.
    mutating func nodelist(
        _ query: FilterQuery, current: JSONValue
    ) throws(JSONPathEvaluationError) -> [JSONValue] {
        if query.isRelative { return try select(query.segments, from: current) }
        if let known = absoluteNodelists[query.number] { return known }
        let nodelist = try select(query.segments, from: root)
        absoluteNodelists[query.number] = nodelist
        return nodelist
    }

    /// The one node of a singular query, or Nothing.
    mutating func node(
        _ query: FilterQuery, current: JSONValue
    ) throws(JSONPathEvaluationError) -> JSONValue? {
        guard query.isRelative, let steps = query.singularSegments else {
            return try nodelist(query, current: current).first
        }
        var value = current
        for step in steps {
            let next: JSONValue? =
                switch (step, value) {
                case (.name(let name), .object(let object)): object[name]
                case (.index(let index), .array(let elements)):
                    Evaluation.position(index, count: elements.count).map { elements[$0] }
                default: nil
                }
            guard let next else { return nil }
            value = next
        }
        return value
    }

    // Uses its own stack, so that a deep document needs no deep recursion.
    private mutating func applyToDescendants<Node: NodeProtocol>(
        _ selectors: [Selector], of node: Node, into selected: inout [Node]
    ) throws(JSONPathEvaluationError) {
        var pending = [node]
        while let next = pending.popLast() {
            try apply(selectors, to: next, into: &selected)
            pending += try children(of: next).reversed()
        }
    }

    private mutating func apply<Node: NodeProtocol>(
        _ selectors: [Selector], to node: Node, into selected: inout [Node]
    ) throws(JSONPathEvaluationError) {
        for selector in selectors {
            switch (selector, node.value) {
            case (.name(let name), .object(let object)):
                if let value = object[name] { try append(node.member(name, value), to: &selected) }
            case (.index(let index), .array(let elements)):
                if let position = Evaluation.position(index, count: elements.count) {
                    try append(node.element(position, elements[position]), to: &selected)
                }
            case (.slice(let slice), .array(let elements)):
                for index in slice.indices(count: elements.count) {
                    try append(node.element(index, elements[index]), to: &selected)
                }
            case (.wildcard, _): selected += try children(of: node)
            case (.filter(let condition), _):
                for child in try children(of: node) where try holds(condition, current: child.value) {
                    selected.append(child)
                }
            case (.name, _), (.index, _), (.slice, _): break
            }
        }
    }

    private mutating func children<Node: NodeProtocol>(of node: Node) throws(JSONPathEvaluationError) -> [Node] {
        switch node.value {
        case .array(let elements):
            try visit(elements.count)
            return elements.indices.map { node.element($0, elements[$0]) }
        case .object(let object):
            try visit(object.count)
            return object.distinctMembers.map { node.member($0.name, $0.value) }
        case .null, .bool, .number, .string: return []
        }
    }

    private mutating func append<Node>(
        _ node: Node, to selected: inout [Node]
    ) throws(JSONPathEvaluationError) {
        try visit(1)
        selected.append(node)
    }

    private mutating func visit(_ count: Int) throws(JSONPathEvaluationError) {
        visits += count
        guard visits <= maximumVisits, !mustEnd() else {
            throw JSONPathEvaluationError(
                message: "the query visits more than \(maximumVisits) nodes of this document: "
                    + "make it narrower, with fewer '..' or filters within filters")
        }
    }

    /// Asks now and then whether the judgement that runs the query has to end.
    private mutating func mustEnd() -> Bool {
        guard visits >= nextCheck else { return false }
        nextCheck = visits + Self.visitsBetweenChecks
        WorkBudget.spend(Self.visitsBetweenChecks)
        return WorkBudget.isUsedUp
    }

    private static let visitsBetweenChecks = 10_000

    /// Says that the characters of values decide about a filter.
    func willRead(_ values: JSONValue?...) {
        guard let hidden else { return }
        for value in values { value.map(hidden.willRead) }
    }

    private static func position(_ index: Int, count: Int) -> Int? {
        let position = index >= 0 ? index : count + index
        return 0..<count ~= position ? position : nil
    }
}
