import Contract
import JSON
import Testing

@testable import EkoSandbox

/// Calls of any operation.
extension TestSandbox {
    /// Calls an operation with a value for each required parameter. `changes` replaces values, or leaves out with nil.
    func call(
        _ name: String, _ changes: [String: JSONValue?] = [:], headers: [String: String?] = [:]
    ) async throws -> Response {
        let operation = try #require(Contract.Operation.named(name))
        var values: [String: JSONValue] = [:]
        for parameter in operation.parameters where parameter.isRequired {
            values[parameter.name] = Self.sample(parameter)
        }
        for (name, value) in changes { values[name] = value }
        var path = SandboxServer.basePath + operation.path
        for parameter in operation.parameters where parameter.place == .path {
            path = path.replacing("{\(parameter.name)}", with: Self.encoded(values[parameter.name]))
            values[parameter.name] = nil
        }
        if operation.method == .get {
            let query = values.map { "\($0.key)=\(Self.encoded($0.value))" }.joined(separator: "&")
            return try await send(
                "GET", "\(path)?\(query)", headers: headers.merging(["content-type": nil]) { own, _ in own })
        }
        var headers = headers
        var body = JSONValue.object(JSONObject(values.map { ($0.key, $0.value) })).serialized
        if operation.encoding == .multipart {
            let files = ["pan_card", "aadhar_front", "aadhar_back"].filter { values[$0] != nil }
            for file in files { values[file] = nil }
            let json = JSONValue.object(JSONObject(values.map { ($0.key, $0.value) })).serialized
            body = Self.multipart(json, files: files)
            headers.merge(["content-type": "multipart/form-data; boundary=xyz"]) { own, _ in own }
        }
        return try await send(operation.method.rawValue, path, headers: headers, body: body)
    }

    static func multipart(_ json: String, files: [String]) -> String {
        let parts = files.map { name in
            "--xyz\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"\(name).png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n"
        }
        return
            "--xyz\r\ncontent-disposition: form-data; name=\"form-data\"\r\n\r\n\(json)\r\n\(parts.joined())--xyz--\r\n"
    }

    private static func sample(_ parameter: Contract.Operation.Parameter) -> JSONValue {
        if parameter.isList { return [["bank_account": "1", "ifsc": "SBIN0000001"]] }
        switch parameter.name {
        case "initiator_id": return .string(initiator)
        case "customer_id", "mobile": return .string(mobile)
        case "amount": return "100"
        default: return "1"
        }
    }

    private static func encoded(_ value: JSONValue?) -> String {
        guard case .string(let text)? = value else { return "" }
        return text.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            if scalar.properties.isAlphabetic && byte < 128 || 48...57 ~= byte { return String(scalar) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// Where an inquiry finds a call by its `client_ref_id`.
    func inquire(_ reference: String) async throws -> Response {
        try await call("transaction", ["transaction-reference": .string("client_ref_id:\(reference)")])
    }

    /// The balance in rupees.
    func balance() async throws -> String { try await call("balance").data["balance"].text }

    /// A control request that only reads.
    func read(_ path: String) async throws -> Response {
        let unsigned: [String: String?] = [
            "developer_key": nil, "secret-key": nil, "secret-key-timestamp": nil, "content-type": nil,
        ]
        return try await send("GET", "/_sandbox/\(path)", headers: unsigned)
    }
}

extension Response {
    /// Any JSON value of the body.
    var value: JSONValue? { try? parseJSON(Array(body.utf8)) }

    func header(_ name: String) -> String? {
        head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("\(name): ") }.map {
            String($0.dropFirst(name.utf8.count + 2))
        }
    }
}
