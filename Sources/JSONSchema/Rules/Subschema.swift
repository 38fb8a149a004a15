/// A schema or a subschema, ready to judge instances.
struct Subschema: Sendable {
    /// A subschema is known by its index in the list of all subschemas.
    typealias Index = Int

    let location: SchemaLocation
    /// The index of the schema resource.
    let resource: Int
    let rules: [any Rule]
    /// Whether it is the schema `false`.
    let isFalse: Bool
    /// Whether several keywords apply it, so that results are kept.
    var isShared = false
}

/// All subschemas that a schema can lead to.
struct CompiledSchema: Sendable {
    var subschemas: [Subschema]
    let root: Subschema.Index
    /// For each resource: its subschemas with a `$dynamicAnchor`.
    let dynamicAnchors: [[String: Subschema.Index]]
    /// Whether a `$dynamicRef` depends on how the evaluation came to it.
    let usesDynamicScope: Bool
}
