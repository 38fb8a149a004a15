import JSON
import RegularExpressions

/// Makes the rules of one schema.
extension SchemaCompiler {
    mutating func rules(of entry: Subschema.Index) throws(JSONSchemaError) -> [any Rule] {
        let keywords: [String: JSONValue]
        switch entries[entry].value {
        case .bool(let isTrue): return isTrue ? [] : [FalseRule()]
        case .object(let object): keywords = try checkedKeywords(of: object, entry)
        case let other:
            throw JSONSchemaError(
                "a schema must be an object or a boolean, found \(Excerpt.of(other))", at: location(of: entry))
        }
        let references = try referenceRules(of: keywords, entry)
        let reader = KeywordReader(keywords: keywords, entry: entry, compiler: self)
        var rules = reader.valueRules
        rules += try reader.patternRules()
        rules += references
        rules += reader.branchRules
        rules += try reader.childRules()
        return rules + reader.unevaluatedRules
    }

    /// The known keywords, whose values are all of the right kind.
    private mutating func checkedKeywords(
        of object: JSONObject, _ entry: Subschema.Index
    ) throws(JSONSchemaError) -> [String: JSONValue] {
        var keywords: [String: JSONValue] = [:]
        for (name, value) in object.distinctMembers {
            guard let fact = entries[entry].dialect.fact(name) else {
                if KeywordFact.byName[name] == nil { addMisspelt(name, in: entry) }
                continue
            }
            if let expectation = fact.value.expectation(ifNot: value) {
                throw JSONSchemaError(
                    "'\(name)' must be \(expectation), found \(Excerpt.of(value))", help: help(name, value),
                    at: location(of: name, in: entry))
            }
            keywords[name] = value
            if fact.vocabulary == .format { formats.append(location(of: name, in: entry)) }
        }
        return keywords
    }

    /// What to write instead of the values of earlier drafts.
    private func help(_ keyword: String, _ value: JSONValue) -> String? {
        switch (keyword, value) {
        case ("items", .array): "write 'prefixItems' for a list of schemas, one for each place"
        case ("required", .bool): "list the required properties in the schema of the object"
        case ("exclusiveMinimum", .bool), ("exclusiveMaximum", .bool): "write the limit itself as '\(keyword)'"
        default: nil
        }
    }

    private mutating func referenceRules(
        of keywords: [String: JSONValue], _ entry: Subschema.Index
    ) throws(JSONSchemaError) -> [any Rule] {
        var rules: [any Rule] = []
        if case .string(let reference)? = keywords["$ref"] {
            let target = try target(of: reference, in: entry, at: location(of: "$ref", in: entry))
            rules.append(ReferenceRule(keyword: "$ref", reference: reference, target: target))
        }
        if case .string(let reference)? = keywords["$dynamicRef"] {
            let target = try target(of: reference, in: entry, at: location(of: "$dynamicRef", in: entry))
            rules.append(dynamicRule(reference, target))
        }
        return rules
    }

    /// Only a reference that first leads to a dynamic anchor depends on the dynamic scope.
    private func dynamicRule(_ reference: String, _ target: Subschema.Index) -> any Rule {
        let anchors = resources[entries[target].resource].dynamicAnchors
        guard let fragment = URIReference(reference).decodedFragment, anchors[fragment] == target else {
            return ReferenceRule(keyword: "$dynamicRef", reference: reference, target: target)
        }
        return DynamicReferenceRule(reference: reference, anchor: fragment, initialTarget: target)
    }
}
