import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// `ekoflow sandbox`, running until it is stopped.
final class SandboxProcess: Sendable {
    private let process: SpawnedProcess
    /// The environment file that it printed.
    let environmentFile: String
    /// Its scheme, host and port.
    let origin: String

    /// Returns when it is ready.
    static func start(_ arguments: [String] = [], in folder: URL) async throws -> SandboxProcess {
        try await ThreadOfItsOwn { Result { try SandboxProcess(arguments, in: folder) } }.value.get()
    }

    private init(_ arguments: [String], in folder: URL) throws {
        process = try SpawnedProcess(
            EkoflowProcess.executable, ["sandbox", "--port", "0"] + arguments, in: folder, environment: [:])
        var text = ""
        while !text.contains("initiator_id:") || !text.hasSuffix("\n") {
            let bytes = process.output.availableData
            if bytes.isEmpty { break }
            text += String(decoding: bytes, as: UTF8.self)
        }
        environmentFile = text
        let line = text.split(separator: "\n").first { $0.hasPrefix("sandbox: ") }
        origin = String(try #require(line).dropFirst("sandbox: ".count))
    }

    /// Sends a request that controls the sandbox, for example to `behaviours`.
    func post(_ path: String, _ body: String) async throws {
        try await control("POST", path, body)
    }

    /// Sends a request that controls the sandbox. It must succeed.
    func control(_ method: String, _ path: String, _ body: String? = nil) async throws {
        var request = URLRequest(url: try #require(URL(string: "\(origin)/_sandbox/\(path)")))
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        request.setValue("application/json", forHTTPHeaderField: "content-type")
        let (answer, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        try #require(200...299 ~= status, "\(String(decoding: answer, as: UTF8.self))")
    }

    /// Sends a signal and returns the exit code and the text on stderr.
    func stop(_ signal: Int32 = SIGTERM) async -> (exitCode: Int32, stderr: String) {
        process.send(signal)
        return await ThreadOfItsOwn { [process] in
            let text = String(decoding: (try? process.errors.readToEnd()) ?? Data(), as: UTF8.self)
            return (process.wait(), text)
        }.value
    }
}
