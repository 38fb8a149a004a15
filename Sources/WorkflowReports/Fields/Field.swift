import JSON
import WorkflowModel

/// A property of a JSON object in reports and journals: the one place that says how it is written, read and described.
struct Field<Object>: Sendable {
    let name: String
    /// Whether it is always written.
    var isRequired = true
    let schema: JSONObject
    /// Gets the object where it stands in memory, because one object is written by many fields.
    let write: @Sendable (UnsafePointer<Object>, inout JSONObjectWriter) -> Void
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

    var json: String { jsonText().string }

    /// `capacity` is the expected size in bytes.
    func jsonText(capacity: Int = 256) -> TextBuffer {
        var writer = JSONObjectWriter(capacity: capacity)
        write(to: &writer)
        return writer.finishedText()
    }

    /// Writes all members.
    func write(to writer: inout JSONObjectWriter) { write(Self.fields, to: &writer) }

    func write(_ fields: [Field<Self>], to writer: inout JSONObjectWriter) {
        withUnsafePointer(to: self) { object in
            for index in fields.indices { fields[index].write(object, &writer) }
        }
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
        let property = Property(path)
        return Field(
            name: name, schema: .type("string", description), write: { $1.add(name, property.value(in: $0)) },
            read: { $0[keyPath: path] = $1.string(name) })
    }

    /// Left out if it is nil.
    static func string(_ name: String, optional path: Path<String?>, _ description: String = "") -> Field {
        let property = Property(path)
        return Field(
            name: name, isRequired: false, schema: .type("string", description),
            write: { object, writer in if let text = property.value(in: object) { writer.add(name, text) } },
            read: { $0[keyPath: path] = $1[name] == nil ? nil : $1.string(name) })
    }

    /// Left out if it is `omitted`.
    static func int(
        _ name: String, _ path: Path<Int>, omitted: Int? = nil, minimum: Int = 0, _ description: String = ""
    ) -> Field {
        let property = Property(path)
        var schema = JSONObject.type("integer", description)
        schema.append("minimum", .integer(minimum))
        return Field(
            name: name, isRequired: omitted == nil, schema: schema,
            write: { object, writer in
                let value = property.value(in: object)
                if value != omitted { writer.add(name, value) }
            },
            read: { $0[keyPath: path] = $1[name] == nil ? omitted ?? 0 : $1.int(name) })
    }

    /// Left out if it is `omitted`.
    static func bool(_ name: String, _ path: Path<Bool>, omitted: Bool? = nil, _ description: String = "") -> Field {
        let property = Property(path)
        return Field(
            name: name, isRequired: omitted == nil,
            schema: omitted.map { .const(.bool(!$0), description) } ?? .type("boolean", description),
            write: { object, writer in
                let value = property.value(in: object)
                if value != omitted { writer.add(name, .bool(value)) }
            },
            read: { if case .bool(let value)? = $1[name] { $0[keyPath: path] = value } })
    }

    /// In milliseconds, with three decimals at most.
    static func duration(_ name: String, _ path: Path<Duration>) -> Field {
        let property = Property(path)
        return Field(
            name: name, schema: ["$ref": "#/$defs/milliseconds"], write: { $1.add(name, property.value(in: $0)) },
            read: { $0[keyPath: path] = $1.duration(name) })
    }

    static func strings(
        _ name: String, _ path: Path<[String]>, isRequired: Bool = false, _ description: String = ""
    ) -> Field {
        let property = Property(path)
        var schema = JSONObject.type("array", description)
        schema.append("items", ["type": "string"])
        return Field(
            name: name, isRequired: isRequired, schema: schema,
            write: { object, writer in
                let texts = property.value(in: object)
                if isRequired || !texts.isEmpty { writer.add(name, texts) }
            },
            read: { $0[keyPath: path] = $1.strings(name) })
    }

    /// Left out if it is empty.
    static func object(_ name: String, _ path: Path<JSONObject>, _ description: String = "") -> Field {
        let property = Property(path)
        return Field(
            name: name, isRequired: false, schema: .type("object", description),
            write: { object, writer in
                let value = property.value(in: object)
                if value.count > 0 { writer.add(name, .object(value)) }
            },
            read: { $0[keyPath: path] = $1.object(name) })
    }

    /// A list of objects, left out if it is empty.
    static func list<Element: FieldCoded>(
        _ name: String, _ path: Path<[Element]>, _ description: String = "", items: JSONValue? = nil
    ) -> Field {
        let property = Property(path)
        var schema = JSONObject.type("array", description)
        schema.append("items", items ?? Element.schema())
        return Field(
            name: name, isRequired: false, schema: schema,
            write: { object, writer in
                let elements = property.value(in: object)
                if !elements.isEmpty { writer.add(name, objects: elements) { $0.write(to: &$1) } }
            },
            read: { $0[keyPath: path] = $1.objects(name).map(Element.init) })
    }

    /// An object, left out if it is nil.
    static func optional<Part: FieldCoded>(_ name: String, _ path: Path<Part?>, _ description: String = "") -> Field {
        let property = Property(path)
        guard case .object(let schema) = Part.schema(description) else { preconditionFailure("a schema is an object") }
        return Field(
            name: name, isRequired: false, schema: schema,
            write: { object, writer in
                if let part = property.value(in: object) { writer.add(name) { part.write(to: &$0) } }
            },
            read: { if case .object(let part)? = $1[name] { $0[keyPath: path] = Part(part) } })
    }

    /// Rupees as a number, left out if they are nil.
    static func rupees(_ name: String, _ path: Path<Rupees?>, _ description: String = "") -> Field {
        let property = Property(path)
        var schema = JSONObject.type("number", description)
        schema.append("minimum", 0)
        return Field(
            name: name, isRequired: false, schema: schema,
            write: { object, writer in
                if let rupees = property.value(in: object) { writer.add(name, json: rupees.digits) }
            },
            read: { $0[keyPath: path] = $1[name].flatMap { Rupees($0) } })
    }

    /// One of several words.
    static func word<Word: RawRepresentable & CaseIterable & Sendable>(_ name: String, _ path: Path<Word>) -> Field
    where Word.RawValue == String {
        let property = Property(path)
        return Field(
            name: name, schema: ["enum": .array(Word.allCases.map { .string($0.rawValue) })],
            write: { $1.add(name, property.value(in: $0).rawValue) },
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
