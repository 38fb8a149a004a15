/// What a segment of a query selects, as far as the query alone tells: for documents whose shape is known.
package struct SegmentOutline: Sendable {
    package enum Target: Sendable {
        case member(String)
        /// Elements of a list.
        case elements
        /// Any members or elements, by a wildcard or a filter.
        case children

        /// The member's name, if it is one member.
        package var name: String? {
            if case .member(let name) = self { name } else { nil }
        }
    }

    package let targets: [Target]
    /// Whether it selects from each node's descendants too.
    package let reachesDescendants: Bool
}

extension JSONPathQuery {
    package var outline: [SegmentOutline] {
        segments.map { segment in
            SegmentOutline(
                targets: segment.selectors.map { selector in
                    switch selector {
                    case .name(let name): .member(name)
                    case .index, .slice: .elements
                    case .wildcard, .filter: .children
                    }
                }, reachesDescendants: segment.reach == .descendant)
        }
    }
}
