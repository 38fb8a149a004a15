/// A segment of a query: what it selects from each node, or from each node and its descendants.
struct Segment: Sendable {
    enum Reach {
        case child, descendant
    }

    let reach: Reach
    let selectors: [Selector]

    /// Nil if the segment can select several nodes.
    var singularSegment: SingularSegment? {
        guard reach == .child, selectors.count == 1 else { return nil }
        switch selectors[0] {
        case .name(let name): return .name(name)
        case .index(let index): return .index(index)
        case .wildcard, .slice, .filter: return nil
        }
    }
}

enum Selector: Sendable {
    case name(String)
    case wildcard
    case index(Int)
    case slice(Slice)
    case filter(LogicalExpression)
}

/// A segment of a singular query.
enum SingularSegment: Sendable {
    case name(String)
    /// Counted from the end if negative.
    case index(Int)
}
