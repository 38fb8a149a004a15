/// The dynamic scopes of an evaluation: what each `$dynamicAnchor` means after the resources that the evaluation came
/// through. The first resource with an anchor counts, so that a further resource adds only new anchors.
struct DynamicScopes {
    private typealias Targets = [String: Subschema.Index]

    private struct Extension: Hashable {
        let scope: Int
        let resource: Int
    }

    private let anchors: [[String: Subschema.Index]]
    private var scopes: [Targets] = [[:]]
    private var numbers: [Targets: Int] = [[:]: 0]
    private var extensions: [Extension: Int] = [:]

    /// Takes the dynamic anchors of each resource.
    init(_ anchors: [[String: Subschema.Index]]) {
        self.anchors = anchors
    }

    func target(_ anchor: String, in scope: Int) -> Subschema.Index? { scopes[scope][anchor] }

    /// The scope after the evaluation has entered a resource.
    mutating func extended(_ scope: Int, by resource: Int) -> Int {
        if anchors[resource].isEmpty { return scope }
        let step = Extension(scope: scope, resource: resource)
        if let known = extensions[step] { return known }
        let targets = scopes[scope].merging(anchors[resource]) { first, _ in first }
        let number = numbers[targets] ?? scopes.count
        if number == scopes.count {
            scopes.append(targets)
            numbers[targets] = number
        }
        extensions[step] = number
        return number
    }
}
