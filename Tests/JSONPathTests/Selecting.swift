import JSON
import JSONPath
import Testing

/// The values that a query selects, as one line of JSON. Also checks that its nodes have the same values.
func select(_ query: String, in document: String) throws -> String {
    let document = try parseJSON(Array(document.utf8))
    let query = try JSONPathQuery(query)
    let values = JSONValue.array(try query.values(in: document)).serialized
    #expect(JSONValue.array(try query.nodes(in: document).map(\.value)).serialized == values)
    return values
}

/// The paths of the nodes that a query selects.
func paths(_ query: String, in document: String) throws -> [String] {
    let document = try parseJSON(Array(document.utf8))
    return try JSONPathQuery(query).nodes(in: document).map(\.path.description)
}
