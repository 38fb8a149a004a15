import Foundation
import Testing

/// `tls_server.py`, running until its output is read.
final class TLSServerProcess: Sendable {
    private let process: SpawnedProcess
    /// The ports of the server, and of a proxy that leads to that server for any host.
    let port: Int
    let proxyPort: Int

    /// Returns when it is ready. Its certificates are then in the folder.
    static func start(_ arguments: [String] = [], in folder: URL) async throws -> TLSServerProcess {
        try await ThreadOfItsOwn { Result { try TLSServerProcess(arguments, in: folder) } }.value.get()
    }

    private init(_ arguments: [String], in folder: URL) throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
            path: "Clients/tls_server.py")
        process = try SpawnedProcess(
            URL(fileURLWithPath: "/usr/bin/env"), ["python3", script.path, folder.path] + arguments, in: folder,
            environment: ProcessInfo.processInfo.environment)
        var text = ""
        while !text.hasSuffix("\n") {
            let bytes = process.output.availableData
            if bytes.isEmpty { break }
            text += String(decoding: bytes, as: UTF8.self)
        }
        let ports = text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        if ports.count != 2 { process.send(SIGKILL) }
        try #require(
            ports.count == 2,
            "no server: \(text)\(String(decoding: (try? process.errors.readToEnd()) ?? Data(), as: UTF8.self))")
        (port, proxyPort) = (ports[0], ports[1])
    }

    /// Waits until `count` connections have ended, and returns all lines that it has written by then.
    func lines(ofConnections count: Int) async -> [String] {
        await ThreadOfItsOwn { [process] in
            var lines: [Substring] = []
            var text = ""
            while lines.count(where: { $0.hasPrefix("connection: ") }) < count {
                let bytes = process.output.availableData
                if bytes.isEmpty { break }
                text += String(decoding: bytes, as: UTF8.self)
                lines = text.split(separator: "\n")
            }
            return lines.map(String.init)
        }.value
    }
}
