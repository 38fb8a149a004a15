import JSON

/// Finds the schema that a reference leads to.
extension SchemaCompiler {
    mutating func target(
        of reference: String, in entry: Subschema.Index, at location: SchemaLocation
    ) throws(JSONSchemaError) -> Subschema.Index {
        let uri = URIReference(reference).resolved(against: resources[entries[entry].resource].uri)
        guard let resource = try resource(uri.textWithoutFragment) else {
            throw missingDocument(reference, uri.textWithoutFragment, at: location)
        }
        guard let fragment = uri.decodedFragment else {
            throw JSONSchemaError(
                "the reference '\(Excerpt.cut(reference))' has a wrong '%' escape",
                help: "write two hexadecimal digits after '%', and '%25' for '%' itself", at: location)
        }
        if let names = JSONPointer.names(fragment) {
            return try target(names, in: resource, of: reference, at: location)
        }
        guard let target = resources[resource].anchors[fragment] else {
            let names = resources[resource].anchors.keys.sorted().map { "'\($0)'" }.joined(separator: ", ")
            throw JSONSchemaError(
                "the reference '\(Excerpt.cut(reference))' leads to nothing: no subschema there has the anchor "
                    + "'\(Excerpt.cut(fragment))'",
                help: KeywordValue.isAnchor(fragment)
                    ? names.isEmpty ? nil : "the anchors there are \(Excerpt.cut(names))"
                    : "a JSON pointer starts with '#/'",
                at: location)
        }
        return target
    }

    /// Follows a JSON pointer from the root of a resource.
    private mutating func target(
        _ names: [String], in resource: Int, of reference: String, at location: SchemaLocation
    ) throws(JSONSchemaError) -> Subschema.Index {
        let root = resources[resource].root
        var value = entries[root].value
        var pointer = entries[root].pointer
        var nearest = root
        if let known = subschema(root, names.map { .name($0) }) { return known }
        for name in names {
            guard let (segment, child) = child(of: value, at: place(root, pointer), name) else {
                throw JSONSchemaError(
                    "the reference '\(Excerpt.cut(reference))' leads to nothing: there is no \(Excerpt.quoted(name)) "
                        + (pointer.segments.isEmpty ? "at the root" : "in '\(Excerpt.cut(pointer.text))'"),
                    at: location)
            }
            value = child
            pointer = pointer.appending([segment])
            nearest = entriesByPlace[place(root, pointer)] ?? nearest
        }
        return try addSchema(value, at: pointer, below: nearest)
    }

    /// A place in the document of an entry.
    private func place(_ entry: Subschema.Index, _ pointer: JSONPointer) -> Place {
        Place(document: entries[entry].document, pointer: ExactString(pointer.text))
    }

    private mutating func child(
        of value: JSONValue, at place: Place, _ name: String
    ) -> (segment: JSONPointer.Segment, value: JSONValue)? {
        switch value {
        case .object(let object):
            guard object.count > 8 else { return object[name].map { (.name(name), $0) } }
            if membersByPlace[place] == nil {
                let members = object.members.map { (ExactString($0.name), $0.value) }
                membersByPlace[place] = Dictionary(members, uniquingKeysWith: { $1 })
            }
            return membersByPlace[place]?[ExactString(name)].map { (.name(name), $0) }
        case .array(let elements):
            guard let index = Int(name), elements.indices.contains(index), String(index) == name else { return nil }
            return (.index(index), elements[index])
        default: return nil
        }
    }

    private func missingDocument(
        _ reference: String, _ uri: String, at location: SchemaLocation
    ) -> JSONSchemaError {
        JSONSchemaError(
            "the reference '\(Excerpt.cut(reference))' leads to '\(Excerpt.cut(uri))', which is not part of the schema",
            help: "schemas are not loaded from the network: embed it below '$defs' with its '$id', or give its file",
            at: location, missingDocument: uri)
    }
}

extension SchemaCompiler {
    /// The resource with a URI. Adds the document that has it, if no reference led there before.
    private mutating func resource(_ uri: String) throws(JSONSchemaError) -> Int? {
        if let known = resourcesByURI[uri] { return known }
        if let document = unusedDocuments.removeValue(forKey: uri) {
            try addDocument(document, uri: uri, isMain: false)
            return resourcesByURI[uri]
        }
        if let document = Metaschema.document(uri) {
            try addDocument(document, uri: uri, isMain: false)
            return resourcesByURI[uri]
        }
        // The URI may be an `$id` within a document.
        for (name, document) in unusedDocuments.sorted(by: { $0.key < $1.key }) {
            var attempt = self
            attempt.unusedDocuments[name] = nil
            // An error in a document that no reference leads to does not matter.
            guard (try? attempt.addDocument(document, uri: name, isMain: false)) != nil,
                let found = attempt.resourcesByURI[uri]
            else { continue }
            self = attempt
            return found
        }
        return nil
    }
}
