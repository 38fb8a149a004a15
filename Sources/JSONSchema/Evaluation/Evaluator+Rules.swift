import RegularExpressions

/// What rules need of the evaluation.
extension Evaluator {
    /// Whether the pattern matches a part of the text.
    mutating func isFound(
        _ pattern: RegularExpression, in text: String, location: SchemaLocation
    ) throws(JSONSchemaError) -> Bool {
        try charge(10 + text.utf8.count / 64)
        willRead(text)
        do {
            return try pattern.isFound(in: text)
        } catch {
            throw JSONSchemaError(error.message, at: location)
        }
    }

    func location(of keyword: String, in application: Application) -> SchemaLocation {
        schema.subschemas[application.subschema].location.appending([.name(keyword)])
    }

    /// Reports a violation of a keyword; nil stands for the subschema itself. Returns false.
    mutating func fail(
        _ keyword: String?, in application: Application, _ message: (Instance) -> String
    ) -> Bool {
        guard isReporting else { return false }
        let location = schema.subschemas[application.subschema].location
        fail(at: keyword.map { location.appending([.name($0)]) } ?? location, application.place, message)
        return false
    }

    /// Reports that a subschema for children is not met, as a violation of the value with the children. Returns false.
    mutating func failAtChild(
        _ subschema: Subschema.Index, in application: Application, _ message: (Instance) -> String
    ) -> Bool {
        guard isReporting else { return false }
        fail(at: schema.subschemas[subschema].location, application.place, message)
        return false
    }

    /// Whether the schema of a member or an element is `false`. If so, reports that it must not be there.
    mutating func forbids(_ subschema: Subschema.Index, child: Int, in application: Application) -> Bool {
        guard schema.subschemas[subschema].isFalse else { return false }
        return !failAtChild(subschema, in: application) { instance in
            if let name = instance.name(of: child) { return "the property \(Excerpt.quoted(name.text)) is not allowed" }
            let index = child - instance.children(of: application.place).lowerBound
            return "the element \(index) is not allowed: \(instance.excerpt(at: child))"
        }
    }

    private mutating func fail(at location: SchemaLocation, _ place: Int, _ message: (Instance) -> String) {
        let name = instance.isName(place) ? "the name \(Excerpt.quoted(instance.value(at: place).writtenOut)): " : ""
        report.add(
            Violation(
                instancePath: instance.path(of: place), keywordLocation: location, message: name + message(instance)))
    }
}
