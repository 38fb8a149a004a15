import Contract
import Expressions
import JSON
import JSONPath

extension BodyPath {
    /// The shapes of everything that the path can select in a documented body.
    func shapes(in body: AnswerShape) -> [AnswerShape] {
        switch self {
        case .members(let path): path.shapes(in: body)
        case .query(let query):
            query.outline.reduce([body]) { shapes, segment in
                let nodes = segment.reachesDescendants ? shapes.flatMap { [$0] + $0.descendants.map(\.shape) } : shapes
                return nodes.flatMap { node in segment.targets.flatMap { $0.shapes(in: node) } }
            }
        }
    }

    /// The names along the path, from the body's own member; nil if it can select several nodes.
    package var names: [String]? {
        switch self {
        case .members(let path):
            return path.segments.compactMap(\.name)
        case .query(let query):
            guard query.isSingular else { return nil }
            return query.outline.flatMap(\.targets).compactMap(\.name)
        }
    }

    /// The name of the body's own member that it leads to; nil if it leads elsewhere.
    var onlyName: String? { memberNames.flatMap { $0.count == 1 ? $0[0] : nil } }

    /// Every name in the path.
    var allNames: [String] {
        if case .query(let query) = self {
            return query.outline.flatMap(\.targets).compactMap(\.name)
        }
        return names ?? []
    }

    /// The names along a path that 'undocumented' states, in either form; nil if it is no path to one node.
    static func names(ofStated text: String) -> [String]? {
        if text.hasPrefix("$") { return (try? JSONPathQuery(text)).flatMap { BodyPath.query($0).names } }
        return (try? MemberPath(parsing: text)).flatMap { BodyPath.members($0).names }
    }

    /// Whether an expectation of it says whether the API reports success: of the envelope's codes, of the transaction's own `tx_status`,
    /// or of the whole body.
    var tellsOutcome: Bool {
        // A path that can select several nodes tells it only by a code of the envelope itself.
        guard !selectsSeveral else { return isOfEnvelope && !Self.codes.isDisjoint(with: allNames) }
        return memberNames.map(Self.isOutcome) ?? false
    }

    /// The names along the path; nil if it leads through an element of a list, or can select several nodes.
    private var memberNames: [String]? {
        let count =
            switch self {
            case .members(let path): path.segments.count
            case .query(let query): query.outline.count
            }
        return names.flatMap { $0.count == count ? $0 : nil }
    }

    /// Whether the names lead from the body to a code of the outcome, or nowhere else than to the body.
    private static func isOutcome(_ names: [String]) -> Bool {
        names.isEmpty || names.count == 1 && codes.contains(names[0]) || names == ["data", "tx_status"]
    }

    private var isOfEnvelope: Bool {
        guard case .query(let query) = self, let first = query.outline.first else { return false }
        return query.outline.count == 1 || first.reachesDescendants
    }

    private static let codes: Set<String> = ["status", "response_status_id", "response_type_id", "tx_status"]
}

extension MemberPath {
    /// The shapes at the path in a documented body: one, or none.
    func shapes(in body: AnswerShape) -> [AnswerShape] {
        segments.reduce([body]) { shapes, segment in
            shapes.flatMap { shape in
                switch segment {
                case .member(let name): SegmentOutline.Target.member(name).shapes(in: shape)
                case .index: SegmentOutline.Target.elements.shapes(in: shape)
                }
            }
        }
    }
}

extension SegmentOutline.Target {
    fileprivate func shapes(in shape: AnswerShape) -> [AnswerShape] {
        switch self {
        case .member(let name): shape.member(name).map { [$0.shape] } ?? []
        case .elements: shape.elements
        case .children: shape.members.map(\.shape) + shape.elements
        }
    }
}

extension AnswerShape {
    /// Whether a path leads only through members that every such answer has.
    func requires(_ names: [String]) -> Bool {
        guard let first = names.first else { return true }
        guard let member = member(first), !member.isOptional else { return false }
        return member.shape.requires(Array(names.dropFirst()))
    }

    /// The paths of all documented members: `status`, `data`, `data.tid`.
    var memberPaths: [String] {
        members.flatMap { member in [member.name] + member.shape.memberPaths.map { "\(member.name).\($0)" } }
    }
}

extension ValueTemplate {
    /// The paths into the body of the response that it reads.
    package var responsePaths: [BodyPath] {
        var paths: [BodyPath] = []
        forEachExpression { expression in
            expression.forEachReference { reference in
                guard reference.root == .response, case .member("body")? = reference.path.segments.first else { return }
                paths.append(.members(MemberPath(segments: Array(reference.path.segments.dropFirst()))))
            }
        }
        return paths
    }
}
