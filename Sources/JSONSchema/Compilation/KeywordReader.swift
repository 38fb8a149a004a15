import JSON
import RegularExpressions

/// Makes rules of keywords whose values are known to be of the right kind.
struct KeywordReader {
    let keywords: [String: JSONValue]
    let entry: Subschema.Index
    let compiler: SchemaCompiler

    /// Rules that need no subschemas; cheap ones first.
    var valueRules: [any Rule] {
        var rules: [any Rule] = []
        let types = names("type").compactMap { SimpleType(rawValue: $0.text) }
        if !types.isEmpty { rules.append(TypeRule(types: types)) }
        for bound in BoundRule.Bound.allCases {
            if let limit = number(bound.rawValue) { rules.append(BoundRule(bound: bound, limit: limit)) }
        }
        if let divisor = number("multipleOf") { rules.append(MultipleRule(divisor: divisor)) }
        for measure in SizeRule.Measure.allCases {
            for side in SizeRule.Side.allCases {
                guard let limit = count(SizeRule.keyword(side, measure)) else { continue }
                rules.append(SizeRule(measure: measure, side: side, limit: limit))
            }
        }
        if !names("required").isEmpty { rules.append(RequiredRule(names: names("required"))) }
        if case .object(let object)? = keywords["dependentRequired"] {
            let dependencies = object.distinctMembers.map { member in
                (name: ExactString(member.name), required: KeywordReader.names(member.value))
            }
            rules.append(DependentRequiredRule(dependencies: dependencies))
        }
        if let value = keywords["const"] { rules.append(ChoiceRule("const", [value])) }
        if case .array(let values)? = keywords["enum"] { rules.append(ChoiceRule("enum", values)) }
        if keywords["uniqueItems"] == true { rules.append(UniqueItemsRule()) }
        return rules
    }

    func patternRules() throws(JSONSchemaError) -> [any Rule] {
        guard case .string(let text)? = keywords["pattern"] else { return [] }
        return [PatternRule(pattern: try pattern(text, at: compiler.location(of: "pattern", in: entry)))]
    }

    /// Rules that apply subschemas to the same value.
    var branchRules: [any Rule] {
        var rules: [any Rule] = []
        for keyword in ["allOf", "anyOf", "oneOf"] {
            guard let schemas = schemas(keyword) else { continue }
            switch keyword {
            case "anyOf" where schemas.count > 1: rules.append(AnyOfRule(schemas: schemas))
            case "oneOf" where schemas.count > 1: rules.append(OneOfRule(schemas: schemas))
            default: rules.append(AllOfRule(schemas: schemas))
            }
        }
        if let schema = schema("not") { rules.append(NotRule(schema: schema)) }
        if let condition = schema("if") {
            rules.append(IfRule(condition: condition, consequence: schema("then"), alternative: schema("else")))
        }
        let dependencies = schemasByName("dependentSchemas")
        if !dependencies.isEmpty { rules.append(DependentSchemasRule(dependencies: dependencies)) }
        return rules
    }

    /// Rules that apply subschemas to members, elements and names.
    func childRules() throws(JSONSchemaError) -> [any Rule] {
        var rules: [any Rule] = []
        let (prefix, rest) = (schemas("prefixItems") ?? [], schema("items"))
        if !prefix.isEmpty || rest != nil { rules.append(ItemsRule(prefix: prefix, rest: rest)) }
        if let schema = schema("contains") {
            rules.append(
                ContainsRule(schema: schema, minimum: count("minContains"), maximum: count("maxContains")))
        }
        let properties = try propertiesRule()
        if !properties.appliedBelow.isEmpty { rules.append(properties) }
        if let schema = schema("propertyNames") { rules.append(PropertyNamesRule(schema: schema)) }
        return rules
    }

    private func propertiesRule() throws(JSONSchemaError) -> PropertiesRule {
        var patterns: [(pattern: RegularExpression, location: SchemaLocation, schema: Subschema.Index)] = []
        for (name, schema) in schemasByName("patternProperties") {
            let location = compiler.location(of: schema)
            patterns.append((try pattern(name.text, at: location), location, schema))
        }
        let named = schemasByName("properties").map { ($0.name, $0.schema) }
        return PropertiesRule(
            named: Dictionary(uniqueKeysWithValues: named), patterns: patterns,
            additional: schema("additionalProperties"))
    }

    var unevaluatedRules: [any Rule] {
        var rules: [any Rule] = []
        if let schema = schema("unevaluatedItems") {
            rules.append(UnevaluatedRule(children: .elements, schema: schema))
        }
        if let schema = schema("unevaluatedProperties") {
            rules.append(UnevaluatedRule(children: .members, schema: schema))
        }
        return rules
    }
}

// Values of keywords.
extension KeywordReader {
    private func number(_ keyword: String) -> JSONNumber? {
        if case .number(let number)? = keywords[keyword] { number } else { nil }
    }

    /// A count beyond what an instance can have is cut to the largest integer.
    private func count(_ keyword: String) -> Int? { number(keyword).map { $0.int ?? .max } }

    private func names(_ keyword: String) -> [ExactString] {
        keywords[keyword].map(KeywordReader.names) ?? []
    }

    /// A string, or a list of strings.
    private static func names(_ value: JSONValue) -> [ExactString] {
        switch value {
        case .string(let name): [ExactString(name)]
        case .array(let names): names.map { ExactString($0.writtenOut) }
        default: []
        }
    }

    private func schema(_ keyword: String) -> Subschema.Index? {
        keywords[keyword].flatMap { _ in compiler.subschema(entry, [.name(keyword)]) }
    }

    private func schemas(_ keyword: String) -> [Subschema.Index]? {
        guard case .array(let schemas)? = keywords[keyword] else { return nil }
        return schemas.indices.compactMap { compiler.subschema(entry, [.name(keyword), .index($0)]) }
    }

    private func schemasByName(_ keyword: String) -> [(name: ExactString, schema: Subschema.Index)] {
        guard case .object(let object)? = keywords[keyword] else { return [] }
        return object.distinctMembers.compactMap { member in
            compiler.subschema(entry, [.name(keyword), .name(member.name)]).map { (ExactString(member.name), $0) }
        }
    }

    private func pattern(_ text: String, at location: SchemaLocation) throws(JSONSchemaError) -> RegularExpression {
        do {
            return try RegularExpression(text, dialect: .extended)
        } catch {
            throw JSONSchemaError(
                "the pattern '\(Excerpt.cut(text))' cannot be used: \(error.message)",
                help: text.contains("(?!") || text.contains("(?<!")
                    ? "for what must not match, write 'not' with a 'pattern' of its own" : nil, at: location)
        }
    }
}
