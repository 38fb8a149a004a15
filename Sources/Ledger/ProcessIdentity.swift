#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A process, described so that other processes can tell whether it still runs.
package struct ProcessIdentity: Sendable {
    /// Different for each start of the program.
    package let id: String
    /// The name of its machine, for people.
    package let host: String
    /// Identifies the start of the machine's kernel; empty if it is not known.
    let boot: String
    /// Identifies the container in which the number of the process holds; empty if it is not known.
    let pidSpace: String
    let pid: Int64
    /// When the process started, in the kernel's own units.
    let pidStarted: Int64

    package init(id: String, host: String, boot: String, pidSpace: String, pid: Int64, pidStarted: Int64) {
        self.id = id
        self.host = host
        self.boot = boot
        self.pidSpace = pidSpace
        self.pid = pid
        self.pidStarted = pidStarted
    }

    /// This process.
    package static func own(id: String, host: String) -> ProcessIdentity {
        let pid = Int64(getpid())
        return ProcessIdentity(
            id: id, host: host, boot: firstLine(of: "/proc/sys/kernel/random/boot_id") ?? "",
            pidSpace: target(ofLink: "/proc/self/ns/pid") ?? "", pid: pid, pidStarted: startTime(of: pid) ?? 0)
    }

    /// What this process can find out about another one by itself.
    enum Condition {
        case runs
        /// It was stopped, for example by SIGSTOP, and may go on.
        case stopped
        case gone
        /// It is on another machine or in another container.
        case unknown
    }

    func condition(of other: ProcessIdentity) -> Condition {
        guard !boot.isEmpty, boot == other.boot, !pidSpace.isEmpty, pidSpace == other.pidSpace else { return .unknown }
        guard let (state, started) = Self.stateAndStart(of: other.pid), started == other.pidStarted else {
            return .gone
        }
        return state.lowercased() == "t" ? .stopped : .runs
    }

    private static func startTime(of pid: Int64) -> Int64? { stateAndStart(of: pid)?.started }

    /// Nil if there is no such process. A dead process that nobody has collected yet counts as none.
    private static func stateAndStart(of pid: Int64) -> (state: Substring, started: Int64)? {
        guard let line = firstLine(of: "/proc/\(pid)/stat"), let end = line.lastIndex(of: ")") else { return nil }
        // The fields after the name in parentheses; the name itself may have spaces. See proc(5).
        let fields = line[line.index(after: end)...].split(separator: " ")
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
        return Int64(fields[19]).map { (fields[0], $0) }
    }

    private static func firstLine(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0 else { return nil }
        return String(decoding: bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    private static func target(ofLink path: String) -> String? {
        var bytes = [CChar](repeating: 0, count: 256)
        let count = readlink(path, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
    }
}
