import JSON
import JSONSchema

extension FuzzSubject {
    /// A JSON Schema, an empty line, and a document that it judges. However many places are asked for, the verdict is the same.
    static let schemas = FuzzSubject(name: "schema") { input in
        let parts = input.halves
        guard let document = try? parseJSON(parts.first), let instance = try? parseJSON(parts.second),
            let schema = try? JSONSchema(document)
        else { return }
        let steps = 50_000
        guard let first = try? schema.violations(of: instance, limit: 1, maximumSteps: steps),
            let all = try? schema.violations(of: instance, limit: 1_000, maximumSteps: steps)
        else { return }
        precondition(first.isEmpty == all.isEmpty, "a schema judges in two ways")
        precondition(first.count <= 1 && first == Array(all.prefix(1)), "the first violation is another")
    }
}

extension [UInt8] {
    /// What is before and after the first empty line.
    var halves: (first: [UInt8], second: [UInt8]) {
        let lineBreak = UInt8(ascii: "\n")
        let middle = indices.dropLast().first { self[$0] == lineBreak && self[$0 + 1] == lineBreak }
        guard let middle else { return (self, []) }
        return (Array(self[..<middle]), Array(self[(middle + 2)...]))
    }
}
