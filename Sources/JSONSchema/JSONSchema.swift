import JSON
import RegularExpressions

/// A JSON Schema of draft 2020-12, ready to judge values.
package struct JSONSchema: Sendable {
    private let compiled: CompiledSchema

    /// Unknown keywords that look like misspelt ones. They have no effect, as the specification says.
    package let misspeltKeywords: [MisspeltKeyword]

    /// Where it has `format`, which describes a value and checks nothing (JSON Schema Validation 2020-12, section 7.2.1).
    package let formats: [SchemaLocation]

    /// Compiles a schema. `resources` are other documents that references may lead to, by their URIs. `uri` is the base URI
    /// of relative references in a document without `$id`.
    package init(
        _ document: JSONValue, uri: String = "", resources: [String: JSONValue] = [:]
    ) throws(JSONSchemaError) {
        var compiler = SchemaCompiler(resources: resources)
        compiled = try compiler.compile(document, uri: uri)
        misspeltKeywords = compiler.misspeltKeywords
        formats = compiler.formats
    }

    /// A few seconds of work.
    package static let defaultMaximumSteps = 5_000_000

    /// Where the instance does not follow the schema, at most `limit` places; empty if it is valid.
    package func violations(
        of instance: JSONValue, limit: Int = 20, maximumSteps: Int = defaultMaximumSteps
    ) throws(JSONSchemaError) -> [Violation] {
        var evaluator = try Evaluator(compiled, instance: instance, limit: limit, maximumSteps: maximumSteps)
        guard WorkBudget.current == nil else { return try evaluator.violations() }
        // All patterns of one judgement share a budget.
        let result = WorkBudget.$current.withValue(WorkBudget()) {
            Result { () throws(JSONSchemaError) in try evaluator.violations() }
        }
        return try result.get()
    }
}
