import JSON

/// The documented shape of a JSON value in an answer.
package struct AnswerShape: Sendable {
    package let types: JSONTypes
    /// The documented members of an object, in the order of the documentation.
    package let members: [Member]
    /// The elements of a list.
    package let elements: [AnswerShape]

    /// A member of an object.
    package struct Member: Sendable {
        package let name: String
        package let shape: AnswerShape
        /// Whether an answer is as documented without it.
        package let isOptional: Bool
    }

    package init(_ types: JSONTypes, members: [Member] = [], elements: [AnswerShape] = []) {
        self.types = types
        self.members = members
        self.elements = elements
    }

    /// The types of values that have one of the shapes.
    package static func types(of shapes: [AnswerShape]) -> JSONTypes {
        var types: JSONTypes = []
        for shape in shapes { types.formUnion(shape.types) }
        return types
    }

    /// The types of elements of lists that have one of the shapes.
    package static func typesOfElements(of shapes: [AnswerShape]) -> JSONTypes {
        var types: JSONTypes = []
        for shape in shapes where !shape.elements.isEmpty { types.formUnion(Self.types(of: shape.elements)) }
        return types
    }

    package func member(_ name: String) -> Member? { members.first { $0.name == name } }

    static let text = AnswerShape(.string)
    static let number = AnswerShape(.number)

    static func object(_ members: [Member]) -> AnswerShape { AnswerShape(.object, members: members) }

    /// The shapes of everything below this one, each with its name in its object if it has one.
    package var descendants: [(name: String?, shape: AnswerShape)] {
        let own =
            members.map { (name: Optional($0.name), shape: $0.shape) } + elements.map { (name: nil, shape: $0) }
        return own + own.flatMap(\.shape.descendants)
    }
}

extension AnswerShape.Member {
    static func required(_ name: String, _ shape: AnswerShape) -> Self {
        Self(name: name, shape: shape, isOptional: false)
    }

    static func optional(_ name: String, _ shape: AnswerShape) -> Self {
        Self(name: name, shape: shape, isOptional: true)
    }
}
