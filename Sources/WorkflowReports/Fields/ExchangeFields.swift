import HTTP
import JSON
import WorkflowEngine

/// An exchange as reports and journals keep it: without secrets, but with everything needed to judge it again.
struct RecordedExchange: Sendable {
    enum Body: Sendable {
        /// JSON text.
        case json(String)
        case text(String)
        /// Text in which U+FFFD stands for bytes that are not UTF-8.
        case notUTF8(String)
        /// Too large to be kept; the size is in bytes.
        case omitted(size: Int)

        /// Whether it has everything that the body has, apart from what is hidden.
        var isWhole: Bool {
            switch self {
            case .json, .text: true
            case .notUTF8, .omitted: false
            }
        }
    }

    var method = ""
    var url = ""
    /// When it was judged, in milliseconds since 1970.
    var time = 0
    var timings = HTTPTimings()
    var status = 0
    var headers: [HTTPHeader] = []
    var query: JSONValue = [:]
    var request: JSONValue?
    var body = Body.text("")
    /// Nil if no expectation reads it.
    var digest: BodyDigest?
    var variables = JSONObject()
    var hiddenSecrets: [String] = []
    var hiddenNumbers: [String] = []
}

extension RecordedExchange: FieldCoded {
    static let fields: [Field<RecordedExchange>] =
        [
            .string("method", \.method), .string("url", \.url),
            .int("time", \.time, "when it was judged, in milliseconds since 1970"),
            Field(
                name: "timings", schema: timingsSchema,
                write: { exchange, writer in writer.add("timings") { exchange.pointee.timings.write(to: &$0) } },
                read: { $0.timings = HTTPTimings($1.object("timings")) }),
            .int("status", \.status), headersField,
            Field(
                name: "query", schema: ["type": "object"], write: { $1.add("query", $0.pointee.query) },
                read: { $0.query = $1["query"] ?? [:] }),
            Field(
                name: "request", isRequired: false,
                schema: [
                    "description":
                        "the body of the request; of a form its fields, and for a file its name, size and sha256"
                ],
                write: { exchange, writer in exchange.pointee.request.map { writer.add("request", $0) } },
                read: { $0.request = $1["request"] }),
        ] + bodyFields + [
            .object("vars", \.variables),
            .strings(
                "hidden_secrets", \.hiddenSecrets,
                "what replaces secrets in this exchange: strings of the same form, which were never sent"),
            .strings(
                "hidden_numbers", \.hiddenNumbers,
                "what replaces mobile numbers in this exchange: their first two and last three digits are real"
            ),
        ]

    private static var timingsSchema: JSONObject {
        guard case .object(let schema) = HTTPTimings.schema("when each phase was over, in milliseconds from the start")
        else { preconditionFailure("a schema is an object") }
        return schema
    }

    private static let headersField = Field<RecordedExchange>(
        name: "headers",
        schema: [
            "type": "array",
            "items": [
                "type": "array", "prefixItems": [["type": "string"], ["type": "string"]], "minItems": 2, "maxItems": 2,
            ],
        ],
        write: { $1.add("headers", pairs: $0.pointee.headers) { ($0.name, $0.value) } },
        read: { exchange, json in
            guard case .array(let elements)? = json["headers"] else { return }
            exchange.headers = elements.compactMap { element in
                guard case .array(let pair) = element, pair.count == 2, case .string(let name) = pair[0],
                    case .string(let value) = pair[1]
                else { return nil }
                return HTTPHeader(name, value)
            }
        })

    private static let bodyFields: [Field<RecordedExchange>] = [
        Field(
            name: "body", isRequired: false, schema: ["description": "the body of the response, if it is JSON"],
            write: { if case .json(let text) = $0.pointee.body { $1.add("body", json: text) } },
            read: { exchange, json in json["body"].map { exchange.body = .json($0.serialized) } }),
        Field(
            name: "body_text", isRequired: false,
            schema: .type("string", "the body of the response, if it is not JSON"),
            write: { if case .text(let text) = $0.pointee.body { $1.add("body_text", text) } },
            read: { if case .string(let text)? = $1["body_text"] { $0.body = .text(text) } }),
        Field(
            name: "body_not_utf8", isRequired: false,
            schema: .type("string", "the body of the response, if it is not UTF-8: U+FFFD replaces other bytes"),
            write: { if case .notUTF8(let text) = $0.pointee.body { $1.add("body_not_utf8", text) } },
            read: { if case .string(let text)? = $1["body_not_utf8"] { $0.body = .notUTF8(text) } }),
        Field(
            name: "body_size", isRequired: false, schema: .type("integer", "in bytes, if it is too large to be kept"),
            write: { if case .omitted(let size) = $0.pointee.body { $1.add("body_size", size) } },
            read: { if $1["body_size"] != nil { $0.body = .omitted(size: $1.int("body_size")) } }),
        Field(
            name: "body_digest", isRequired: false,
            schema: [
                "description": "of the body of the response, if the step expects one of them", "type": "object",
                "properties": ["size": ["type": "integer"], "sha256": ["type": "string"]], "required": ["size"],
            ],
            write: { exchange, writer in
                guard let digest = exchange.pointee.digest else { return }
                var members: [JSONObject.Member] = [("size", .integer(digest.size))]
                if let checksum = digest.sha256 { members.append(("sha256", .string(checksum))) }
                writer.add("body_digest", .object(JSONObject(members)))
            },
            read: { exchange, json in
                guard case .object(let object)? = json["body_digest"] else { return }
                let checksum: String? = if case .string(let text)? = object["sha256"] { text } else { nil }
                exchange.digest = BodyDigest(size: object.int("size"), sha256: checksum)
            }),
    ]
}

extension HTTPTimings: FieldCoded {
    static let fields: [Field<HTTPTimings>] = [
        .duration("name_lookup", \.nameLookup), .duration("connect", \.connect), .duration("tls", \.tls),
        .duration("first_byte", \.firstByte), .duration("total", \.total),
    ]
}
