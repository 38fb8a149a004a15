import CLibrary

/// A server of PostgreSQL for one test, which may kill it. It ends with this object.
package final class OwnServer {
    package let url: String
    package let socketURL: String
    /// The file of its self-signed certificate; empty if it has no TLS.
    package let certificate: String

    private let input: UnsafeMutablePointer<FILE>
    private let output: UnsafeMutablePointer<FILE>
    private let process: pid_t

    package struct Failed: Error {}

    package init(_ arguments: String...) throws {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        guard let toChild = connectedSockets(), let fromChild = connectedSockets() else { throw Failed() }
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, toChild.0, 0)
        posix_spawn_file_actions_adddup2(&actions, fromChild.0, 1)
        let words = ["/usr/bin/env", "python3", "/\(root)/scripts/postgres_server.py", "--serve"] + arguments
        var pointers = words.map { strdup($0) } + [nil]
        var child: pid_t = 0
        let status = posix_spawn(&child, "/usr/bin/env", &actions, nil, &pointers, environ)
        for pointer in pointers { free(pointer) }
        posix_spawn_file_actions_destroy(&actions)
        close(toChild.0)
        close(fromChild.0)
        guard status == 0, let input = fdopen(toChild.1, "w"), let output = fdopen(fromChild.1, "r") else {
            throw Failed()
        }
        process = child
        self.input = input
        self.output = output
        var values: [Substring: String] = [:]
        while let line = OwnServer.line(of: output), !line.isEmpty {
            let sides = line.split(separator: "=", maxSplits: 1)
            values[sides[0]] = sides.count == 2 ? String(sides[1]) : ""
        }
        guard let url = values["url"], let socketURL = values["socket_url"] else { throw Failed() }
        self.url = url
        self.socketURL = socketURL
        certificate = values["certificate"] ?? ""
    }

    deinit {
        fclose(input)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        fclose(output)
    }

    /// Tells the server to `kill`, `start`, `stop`, `pause` or `resume`, and waits until it has.
    package func tell(_ command: String) throws {
        fputs(command + "\n", input)
        fflush(input)
        guard OwnServer.line(of: output) == "done" else { throw Failed() }
    }

    private static func line(of file: UnsafeMutablePointer<FILE>) -> String? {
        var line = ""
        while true {
            let character = fgetc(file)
            if character == EOF { return line.isEmpty ? nil : line }
            if character == 10 { return line }
            line.unicodeScalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: character)))
        }
    }
}

/// An IPv4 address of this machine that is not a loopback address, as another machine would use it; nil if it has none.
package func outerAddress() -> String? {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else { return nil }
    defer { freeifaddrs(list) }
    var next = list
    while let entry = next?.pointee {
        next = entry.ifa_next
        guard let address = entry.ifa_addr, address.pointee.sa_family == sa_family_t(AF_INET) else { continue }
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        guard getnameinfo(address, length, &host, socklen_t(host.count), nil, 0, NI_NUMERICHOST) == 0 else { continue }
        let text = host.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        if !text.hasPrefix("127.") { return text }
    }
    return nil
}
