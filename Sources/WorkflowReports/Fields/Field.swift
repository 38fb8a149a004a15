import JSON
import WorkflowModel

/// A property of a JSON object in reports and journals: the one place that says how it is written, read and described.
struct Field<Object>: Sendable {
    let name: String
    /// Whether it is always written.
    var isRequired = true
    let schema: JSONObject
    let write: @Sendable (Object, inout JSONObjectWriter) -> Void
    let read: @Sendable (inout Object, JSONObject) -> Void
}

/// A value whose JSON object has a table of fields.
protocol FieldCoded: Sendable {
    init()
    static var fields: [Field<Self>] { get }
}

extension FieldCoded {
    /// Reads the object. A property that is missing or has another type keeps its default.
    init(_ object: JSONObject) {
        self.init()
        for field in Self.fields { field.read(&self, object) }
    }

    var json: String {
        var writer = JSONObjectWriter()
        write(Self.fields, to: &writer)
        return writer.finished()
    }

    func write(_ fields: [Field<Self>], to writer: inout JSONObjectWriter) {
        for field in fields { field.write(self, &writer) }
    }

    /// The JSON Schema of the object.
    static func schema(_ description: String? = nil) -> JSONValue {
        var schema: JSONObject = description.map { ["description": .string($0)] } ?? [:]
        schema.append("type", "object")
        schema.append("required", .array(fields.filter(\.isRequired).map { .string($0.name) }))
        schema.append("properties", properties)
        return .object(schema)
    }

    static var properties: JSONValue { .object(JSONObject(fields.map { ($0.name, .object($0.schema)) })) }
}

extension Field {
    /// The field, missing in reports by earlier versions.
    var notRequired: Field {
        var field = self
        field.isRequired = false
        return field
    }

    /// The field with a description of its own beside a reference.
    func described(_ description: String) -> Field {
        var schema = schema
        schema.append("description", .string(description))
        return Field(name: name, isRequired: isRequired, schema: schema, write: write, read: read)
    }

    typealias Path<Value> = WritableKeyPath<Object, Value> & Sendable

    static func string(_ name: String, _ path: Path<String>, _ description: String = "") -> Field {
        Field(
            name: name, schema: .type("string", description), write: { $1.add(name, $0[keyPath: path]) },
            read: { $0[keyPath: path] = $1.string(name) })
    }

    /// Left out if it is nil.
    static func string(_ name: String, optional path: Path<String?>, _ description: String = "") -> Field {
        Field(
            name: name, isRequired: false, schema: .type("string", description),
            write: { object, writer in object[keyPath: path].map { writer.add(name, $0) } },
            read: { $0[keyPath: path] = $1[name] == nil ? nil : $1.string(name) })
    }

    /// Left out if it is `omitted`.
    static func int(
        _ name: String, _ path: Path<Int>, omitted: Int? = nil, minimum: Int = 0, _ description: String = ""
    ) -> Field {
        var schema = JSONObject.type("integer", description)
        schema.append("minimum", .integer(minimum))
        return Field(
            name: name, isRequired: omitted == nil, schema: schema,
            write: { if $0[keyPath: path] != omitted { $1.add(name, $0[keyPath: path]) } },
            read: { $0[keyPath: path] = $1[name] == nil ? omitted ?? 0 : $1.int(name) })
    }

    /// Left out if it is `omitted`.
    static func bool(_ name: String, _ path: Path<Bool>, omitted: Bool? = nil, _ description: String = "") -> Field {
        Field(
            name: name, isRequired: omitted == nil,
            schema: omitted.map { .const(.bool(!$0), description) } ?? .type("boolean", description),
            write: { if $0[keyPath: path] != omitted { $1.add(name, .bool($0[keyPath: path])) } },
            read: { if case .bool(let value)? = $1[name] { $0[keyPath: path] = value } })
    }

    /// In milliseconds, with three decimals at most.
    static func duration(_ name: String, _ path: Path<Duration>) -> Field {
        Field(
            name: name, schema: ["$ref": "#/$defs/milliseconds"], write: { $1.add(name, $0[keyPath: path]) },
            read: { $0[keyPath: path] = $1.duration(name) })
    }

    static func strings(
        _ name: String, _ path: Path<[String]>, isRequired: Bool = false, _ description: String = ""
    ) -> Field {
        var schema = JSONObject.type("array", description)
        schema.append("items", ["type": "string"])
        return Field(
            name: name, isRequired: isRequired, schema: schema,
            write: { if isRequired || !$0[keyPath: path].isEmpty { $1.add(name, $0[keyPath: path]) } },
            read: { $0[keyPath: path] = $1.strings(name) })
    }

    /// Left out if it is empty.
    static func object(_ name: String, _ path: Path<JSONObject>, _ description: String = "") -> Field {
        Field(
            name: name, isRequired: false, schema: .type("object", description),
            write: { if $0[keyPath: path].count > 0 { $1.add(name, .object($0[keyPath: path])) } },
            read: { $0[keyPath: path] = $1.object(name) })
    }

    /// A list of objects, left out if it is empty.
    static func list<Element: FieldCoded>(
        _ name: String, _ path: Path<[Element]>, _ description: String = "", items: JSONValue? = nil
    ) -> Field {
        var schema = JSONObject.type("array", description)
        schema.append("items", items ?? Element.schema())
        return Field(
            name: name, isRequired: false, schema: schema,
            write: { if !$0[keyPath: path].isEmpty { $1.add(name, json: $0[keyPath: path].map(\.json)) } },
            read: { $0[keyPath: path] = $1.objects(name).map(Element.init) })
    }

    /// An object, left out if it is nil.
    static func optional<Part: FieldCoded>(_ name: String, _ path: Path<Part?>, _ description: String = "") -> Field {
        guard case .object(let schema) = Part.schema(description) else { preconditionFailure("a schema is an object") }
        return Field(
            name: name, isRequired: false, schema: schema,
            write: { object, writer in object[keyPath: path].map { writer.add(name, json: $0.json) } },
            read: { if case .object(let part)? = $1[name] { $0[keyPath: path] = Part(part) } })
    }

    /// Rupees as a number, left out if they are nil.
    static func rupees(_ name: String, _ path: Path<Rupees?>, _ description: String = "") -> Field {
        var schema = JSONObject.type("number", description)
        schema.append("minimum", 0)
        return Field(
            name: name, isRequired: false, schema: schema,
            write: { object, writer in object[keyPath: path].map { writer.add(name, json: $0.digits) } },
            read: { $0[keyPath: path] = $1[name].flatMap { Rupees($0) } })
    }

    /// One of several words.
    static func word<Word: RawRepresentable & CaseIterable & Sendable>(_ name: String, _ path: Path<Word>) -> Field
    where Word.RawValue == String {
        Field(
            name: name, schema: ["enum": .array(Word.allCases.map { .string($0.rawValue) })],
            write: { $1.add(name, $0[keyPath: path].rawValue) },
            read: { object, json in Word(rawValue: json.string(name)).map { object[keyPath: path] = $0 } })
    }
}

extension JSONObject {
    static func type(_ type: String, _ description: String) -> JSONObject {
        description.isEmpty ? ["type": .string(type)] : ["type": .string(type), "description": .string(description)]
    }

    static func const(_ value: JSONValue, _ description: String) -> JSONObject {
        ["const": value, "description": .string(description)]
    }
}
