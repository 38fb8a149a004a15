import WorkflowModel

extension GeneratedPage {
    static let workflow = GeneratedPage(
        "Workflow", "workflows", "Every key of a workflow file and of its steps.",
        (sections("Workflow", SchemaDocument.workflow.rootShape) + sections("Step", .step)).joined(separator: "\n\n"))

    static let environment = GeneratedPage(
        "Environment", "environments", "Every key of a file in `environments`.",
        sections("Environment", SchemaDocument.environment.rootShape).joined(separator: "\n\n"))

    static let expectations = GeneratedPage(
        "Expectations", "expectations",
        "Every operator for `http`, for a header, and for a path of the body.",
        """
        ## Operators

        A plain value must be equal, type included. A mapping holds operators, all of which must hold.

        \(markdownTable(
            ["operator", "takes", "holds for"],
            ExpectationOperator.all.map { ["`\($0.name)`", $0.operand.words, $0.summary] }))
        """)

    /// A table of the keys of each mapping in a shape, and below it the same for each key.
    private static func sections(_ title: String, _ shape: ValueShape, level: Int = 2) -> [String] {
        switch shape {
        case .mapping(let keys, let alternatives):
            let heading = String(repeating: "#", count: min(level, 4)) + (level > 2 ? " `\(title)`" : " \(title)")
            let rows = keys.map { key in
                let state = key.isRequired ? "required" : alternatives.contains(key.name) ? "one of these" : ""
                return ["`\(key.name)`", key.shape.words, state, key.summary]
            }
            return [heading, markdownTable(["key", "value", "", "what it is"], rows)]
                + keys.flatMap { sections($0.name, $0.shape, level: level + 1) }
        case .open(let value, _): return sections("\(title).NAME", value, level: level)
        case .list(let element, _, _): return sections(title, element, level: level)
        case .oneOf(let shapes):
            // A mapping that can also be an element of a list has one table.
            return shapes.reduce(into: []) { all, shape in
                let own = sections(title, shape, level: level)
                if all.suffix(own.count) != own[...] { all += own }
            }
        case .anything, .text, .optionalText, .address, .condition, .boolean, .positiveInteger, .duration, .choice,
            .named, .mappingWithout:
            return []
        }
    }
}
