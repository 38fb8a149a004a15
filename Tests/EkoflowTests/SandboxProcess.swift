import Foundation
import Testing

/// `ekoflow sandbox`, running until it is told to stop.
final class SandboxProcess: @unchecked Sendable {
    private let process = Process()
    private let errors = Pipe()
    /// The environment file that it printed.
    let environmentFile: String
    /// Its scheme, host and port.
    let origin: String

    /// Returns when it is ready.
    static func start(_ arguments: [String] = [], in folder: URL) async throws -> SandboxProcess {
        try await ThreadOfItsOwn { Result { try SandboxProcess(arguments, in: folder) } }.value.get()
    }

    private init(_ arguments: [String], in folder: URL) throws {
        let output = Pipe()
        process.executableURL = EkoflowProcess.executable
        process.arguments = ["sandbox", "--port", "0"] + arguments
        process.currentDirectoryURL = folder
        process.environment = [:]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        try startOneByOne(process)
        var text = ""
        while !text.contains("initiator_id:") || !text.hasSuffix("\n") {
            let bytes = output.fileHandleForReading.availableData
            if bytes.isEmpty { break }
            text += String(decoding: bytes, as: UTF8.self)
        }
        environmentFile = text
        let line = text.split(separator: "\n").first { $0.hasPrefix("sandbox: ") }
        if line == nil { kill(process.processIdentifier, SIGKILL) }
        origin = String(try #require(line).dropFirst("sandbox: ".count))
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// Sends a signal and gives the exit code and what was written to stderr.
    func stop(_ signal: Int32 = SIGTERM) async -> (exitCode: Int32, stderr: String) {
        kill(process.processIdentifier, signal)
        let (process, errors) = (process, errors)
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let text = String(decoding: (try? errors.fileHandleForReading.readToEnd()) ?? Data(), as: UTF8.self)
                process.waitUntilExit()
                continuation.resume(returning: (process.terminationStatus, text))
            }
        }
    }
}
