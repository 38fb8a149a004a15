import JSON

/// A node of the document, as far as a query needs it: its value alone, or with its path.
protocol NodeProtocol: Sendable {
    var value: JSONValue { get }
    func member(_ name: String, _ value: JSONValue) -> Self
    func element(_ index: Int, _ value: JSONValue) -> Self
}

extension JSONValue: NodeProtocol {
    var value: JSONValue { self }
    func member(_ name: String, _ value: JSONValue) -> JSONValue { value }
    func element(_ index: Int, _ value: JSONValue) -> JSONValue { value }
}

extension JSONPathNode: NodeProtocol {
    func member(_ name: String, _ value: JSONValue) -> JSONPathNode {
        JSONPathNode(value: value, path: path.appending(.name(name)))
    }

    func element(_ index: Int, _ value: JSONValue) -> JSONPathNode {
        JSONPathNode(value: value, path: path.appending(.index(index)))
    }
}
