import JSON
import Source

/// An expression: the text between `${{` and `}}`.
package indirect enum Expression: Sendable {
    case literal(JSONValue)
    case reference(Reference)
    case call(FunctionCall)
    case comparison(Comparison)
    case not(Expression, at: SourceRange)
    /// All of them must be true: `a && b && c`. A list, so that a long chain is not nested deeply.
    case all([Operand])
    /// At least one of them must be true: `a || b`.
    case any([Operand])

    /// One part of an `&&` or `||` chain, and where it is written.
    package struct Operand: Sendable {
        package let expression: Expression
        package let range: SourceRange
    }
}

/// A dotted path to a value, such as `steps.send.tid`.
package struct Reference: Sendable {
    /// The first name of a reference, which says where the value comes from.
    package enum Root: String, CaseIterable, Sendable {
        case vars
        case caseFields = "case"
        case steps
        case env
        case run
        case request
        case response

        /// What can follow it, as examples. The author of a workflow chooses `NAME` and `ID`.
        package var members: [String] {
            switch self {
            case .vars, .caseFields: ["NAME"]
            case .steps: ["ID.NAME"]
            case .env: ["name", "initiator_id"]
            case .run: ["id"]
            case .request: ["body.NAME", "query.NAME"]
            case .response: ["body.NAME", "headers.NAME", "http", "text"]
            }
        }

        /// What its values are, in a few words.
        package var summary: String {
            switch self {
            case .vars: "a variable of the workflow"
            case .caseFields: "a field of the case that runs"
            case .steps: "what an earlier step captured, or an output of a workflow that it used"
            case .env: "a property of the environment"
            case .run: "the name of the run"
            case .request: "a part of the step's own request, in `expect` and `capture`"
            case .response: "a part of the step's own response, in `expect` and `capture`"
            }
        }
    }

    package let root: Root
    package let path: MemberPath
    package let range: SourceRange

    package init(root: Root, path: MemberPath, range: SourceRange) {
        self.root = root
        self.path = path
        self.range = range
    }

    /// As written: `steps.send.tid`.
    package var text: String { path.text.isEmpty ? root.rawValue : "\(root.rawValue).\(path.text)" }
}

/// A call of one of the language's functions.
package struct FunctionCall: Sendable {
    package let function: ExpressionFunction
    package let arguments: [Expression]
    package let range: SourceRange

    package init(function: ExpressionFunction, arguments: [Expression], range: SourceRange) {
        self.function = function
        self.arguments = arguments
        self.range = range
    }
}

/// Two values, and the relation that must hold between them.
package struct Comparison: Sendable {
    package let relation: Relation
    package let left: Expression
    package let right: Expression
    package let range: SourceRange

    /// How two values are compared.
    package enum Relation: String, Sendable {
        case equal = "=="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }
}

extension Expression {
    /// The expressions that it consists of.
    var parts: [Expression] {
        switch self {
        case .literal, .reference: []
        case .call(let call): call.arguments
        case .comparison(let comparison): [comparison.left, comparison.right]
        case .not(let expression, _): [expression]
        case .all(let operands), .any(let operands): operands.map(\.expression)
        }
    }

    /// Calls `visit` with every reference in the expression.
    package func forEachReference(_ visit: (Reference) -> Void) {
        if case .reference(let reference) = self { visit(reference) }
        for part in parts { part.forEachReference(visit) }
    }

    /// Whether it calls a function whose value differs each time.
    package var callsFunction: Bool {
        if case .call(let call) = self, !call.function.isDeterministic { return true }
        return parts.contains(where: \.callsFunction)
    }
}
