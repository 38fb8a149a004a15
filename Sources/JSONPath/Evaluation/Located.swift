import JSON

/// What a query is followed on: values alone, or values with their paths.
protocol Located: Sendable {
    var value: JSONValue { get }
    func member(_ name: String, _ value: JSONValue) -> Self
    func element(_ index: Int, _ value: JSONValue) -> Self
}

extension JSONValue: Located {
    var value: JSONValue { self }
    func member(_ name: String, _ value: JSONValue) -> JSONValue { value }
    func element(_ index: Int, _ value: JSONValue) -> JSONValue { value }
}

extension JSONPathNode: Located {
    func member(_ name: String, _ value: JSONValue) -> JSONPathNode {
        JSONPathNode(value: value, path: path.appending(.name(name)))
    }

    func element(_ index: Int, _ value: JSONValue) -> JSONPathNode {
        JSONPathNode(value: value, path: path.appending(.index(index)))
    }
}
