import JSON

/// Finds the schemas of a document before their keywords are compiled, so that references can lead to any of them.
extension SchemaCompiler {
    private struct Found {
        let value: JSONValue
        let pointer: JSONPointer
        /// Nil for the root of a document.
        let resource: Int?
        let dialect: Dialect
    }

    mutating func addDocument(_ document: JSONValue, uri: String, isMain: Bool) throws(JSONSchemaError) {
        documents.append(isMain ? nil : uri)
        var path: [JSONPointer.Segment] = []
        try rejectDeepNesting(of: document, &path)
        let root = Found(value: document, pointer: JSONPointer(), resource: nil, dialect: .standard)
        try addSchemas(root, base: URIReference(uri))
    }

    /// Adds a schema that a reference leads to, in a place where no schema is expected.
    mutating func addSchema(
        _ value: JSONValue, at pointer: JSONPointer, below entry: Subschema.Index
    ) throws(JSONSchemaError) -> Subschema.Index {
        let added = entries.count
        let (document, resource) = (entries[entry].document, entries[entry].resource)
        let found = Found(value: value, pointer: pointer, resource: resource, dialect: entries[entry].dialect)
        try addSchemas(found, document: document, base: resources[resource].uri)
        return added
    }

    private mutating func addSchemas(
        _ root: Found, document: Int? = nil, base: URIReference
    ) throws(JSONSchemaError) {
        let document = document ?? documents.count - 1
        var pending = [root]
        while let found = pending.popLast() {
            let place = Place(document: document, pointer: ExactString(found.pointer.text))
            guard entriesByPlace[place] == nil else { continue }
            let location = SchemaLocation(document: documents[document], pointer: found.pointer)
            let entry = entries.count
            let dialect = try dialect(of: found, at: location)
            let resource = try resource(of: found, entry, base: base, at: location)
            entriesByPlace[place] = entry
            entries.append(
                Entry(
                    value: found.value, document: document, pointer: found.pointer, resource: resource,
                    dialect: dialect))
            guard case .object(let object) = found.value else { continue }
            try addAnchors(of: object, entry, at: location)
            for child in SchemaCompiler.subschemas(of: object, dialect).reversed() {
                pending.append(
                    Found(
                        value: child.value, pointer: found.pointer.appending(child.segments), resource: resource,
                        dialect: dialect))
            }
        }
    }

    private static func subschemas(
        of object: JSONObject, _ dialect: Dialect
    ) -> [(segments: [JSONPointer.Segment], value: JSONValue)] {
        var found: [(segments: [JSONPointer.Segment], value: JSONValue)] = []
        for (name, value) in object.distinctMembers {
            switch (dialect.fact(name)?.value, value) {
            case (.schema, _): found.append(([.name(name)], value))
            case (.schemas, .array(let schemas)):
                found += schemas.enumerated().map { ([.name(name), .index($0.offset)], $0.element) }
            case (.schemasByName, .object(let schemas)), (.schemasByPattern, .object(let schemas)):
                found += schemas.distinctMembers.map { ([.name(name), .name($0.name)], $0.value) }
            default: break
            }
        }
        return found
    }
}

// Identifiers.
extension SchemaCompiler {
    private mutating func resource(
        of found: Found, _ entry: Subschema.Index, base: URIReference, at location: SchemaLocation
    ) throws(JSONSchemaError) -> Int {
        let base = found.resource.map { resources[$0].uri } ?? base
        guard case .object(let object) = found.value, case .string(let id)? = object["$id"] else {
            if let resource = found.resource { return resource }
            return try addResource(base, entry, at: location)
        }
        let location = location.appending([.name("$id")])
        let reference = URIReference(id)
        guard reference.fragment ?? "" == "" else {
            throw JSONSchemaError(
                "'$id' must not have a fragment, found '\(Excerpt.cut(id))'",
                help: "to name a subschema, write its name as '$anchor'", at: location)
        }
        let uri = reference.resolved(against: base)
        let resource = try addResource(uri, entry, at: location)
        // A document is also known by the URI that it was given with.
        if found.resource == nil, resourcesByURI[base.textWithoutFragment] == nil {
            resourcesByURI[base.textWithoutFragment] = resource
        }
        return resource
    }

    private mutating func addResource(
        _ uri: URIReference, _ entry: Subschema.Index, at location: SchemaLocation
    ) throws(JSONSchemaError) -> Int {
        let text = uri.textWithoutFragment
        guard resourcesByURI[text] == nil else {
            throw JSONSchemaError("another schema has the same URI '\(Excerpt.cut(text))'", at: location)
        }
        resourcesByURI[text] = resources.count
        resources.append(Resource(uri: uri, root: entry))
        return resources.count - 1
    }

    private mutating func addAnchors(
        of object: JSONObject, _ entry: Subschema.Index, at location: SchemaLocation
    ) throws(JSONSchemaError) {
        let resource = entries[entry].resource
        for keyword in ["$anchor", "$dynamicAnchor"] {
            guard case .string(let name)? = object[keyword] else { continue }
            guard resources[resource].anchors[name, default: entry] == entry else {
                throw JSONSchemaError(
                    "another subschema has the same anchor '\(Excerpt.cut(name))'",
                    at: location.appending([.name(keyword)]))
            }
            resources[resource].anchors[name] = entry
            if keyword == "$dynamicAnchor" { resources[resource].dynamicAnchors[name] = entry }
        }
    }
}

// Dialects.
extension SchemaCompiler {
    private func dialect(of found: Found, at location: SchemaLocation) throws(JSONSchemaError) -> Dialect {
        guard case .object(let object) = found.value, case .string(let text)? = object["$schema"] else {
            return found.dialect
        }
        let location = location.appending([.name("$schema")])
        let uri = URIReference(text).textWithoutFragment
        if uri == Dialect.standardURI { return .standard }
        guard case .object(let metaschema)? = givenDocuments[uri] else {
            throw unknownDialect(text, uri, at: location)
        }
        guard case .object(let vocabularies)? = metaschema["$vocabulary"] else { return .standard }
        return try dialect(vocabularies, at: location)
    }

    private func unknownDialect(_ text: String, _ uri: String, at location: SchemaLocation) -> JSONSchemaError {
        let message = "the dialect '\(Excerpt.cut(text))' is not supported"
        guard uri.contains("//json-schema.org/") else {
            return JSONSchemaError(
                message,
                help: "write '\(Dialect.standardURI)', or give the file of the metaschema with its '$vocabulary'",
                at: location, missingDocument: uri)
        }
        return JSONSchemaError(
            message,
            help: "write '\(Dialect.standardURI)', and change keywords whose meaning is different there, for example a "
                + "list of 'items', which is 'prefixItems' now", at: location)
    }

    private func dialect(
        _ vocabularies: JSONObject, at location: SchemaLocation
    ) throws(JSONSchemaError) -> Dialect {
        var known: Set<Vocabulary> = [.core]
        for (uri, isRequired) in vocabularies.members {
            if let vocabulary = Vocabulary.allCases.first(where: { $0.uri == uri }) {
                known.insert(vocabulary)
            } else if isRequired == true {
                throw JSONSchemaError(
                    "the dialect requires the vocabulary '\(Excerpt.cut(uri))', which is not supported", at: location)
            }
        }
        return Dialect(vocabularies: known)
    }
}

extension SchemaCompiler {
    private static let maximumDepth = Instance.maximumDepth

    private func rejectDeepNesting(
        of value: JSONValue, _ path: inout [JSONPointer.Segment]
    ) throws(JSONSchemaError) {
        guard path.count <= SchemaCompiler.maximumDepth else {
            throw JSONSchemaError(
                "the schema has more than \(SchemaCompiler.maximumDepth) levels of nesting",
                help: "move parts below '$defs', and refer to them",
                at: SchemaLocation(document: documents.last ?? nil, pointer: JSONPointer(path)))
        }
        switch value {
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                path.append(.index(index))
                try rejectDeepNesting(of: element, &path)
                path.removeLast()
            }
        case .object(let object):
            for member in object.members {
                path.append(.name(member.name))
                try rejectDeepNesting(of: member.value, &path)
                path.removeLast()
            }
        default: break
        }
    }
}
