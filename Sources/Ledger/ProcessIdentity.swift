import CLibrary

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
            id: id, host: host, boot: ownBoot ?? "", pidSpace: ownPIDSpace ?? "", pid: pid,
            pidStarted: startTime(of: pid) ?? 0)
    }

    /// What this process can find out about another one by itself.
    enum Condition {
        case runs
        /// It was stopped, for example by SIGSTOP, and may go on.
        case stopped
        case gone
        /// It is on another machine or in another container, or the system hides it.
        case unknown
    }

    func condition(of other: ProcessIdentity) -> Condition {
        guard !boot.isEmpty, boot == other.boot, !pidSpace.isEmpty, pidSpace == other.pidSpace else { return .unknown }
        return switch Self.entry(of: other.pid) {
        case .process(let isStopped, other.pidStarted): isStopped ? .stopped : .runs
        case .process, .none: .gone
        case .hidden: .unknown
        }
    }

    private static func startTime(of pid: Int64) -> Int64? {
        if case .process(_, let started) = entry(of: pid) { started } else { nil }
    }

    /// What the system says about the number of a process.
    enum Entry: Equatable {
        case process(isStopped: Bool, started: Int64)
        /// There is no such process. A dead process that nobody has collected yet counts as none.
        case none
        /// This process may not know.
        case hidden
    }
}

#if canImport(Darwin)
    extension ProcessIdentity {
        private static var ownBoot: String? {
            var bytes = [CChar](repeating: 0, count: 64)
            var count = bytes.count
            guard sysctlbyname("kern.bootsessionuuid", &bytes, &count, nil, 0) == 0 else { return nil }
            return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }

        /// All processes of a machine have numbers of one kind. Nil if this process may not know them, nor even when it started.
        private static var ownPIDSpace: String? { startTime(of: Int64(getpid())).map { _ in "machine" } }

        private static func entry(of pid: Int64) -> Entry {
            var name = [CTL_KERN, KERN_PROC, KERN_PROC_PID, Int32(truncatingIfNeeded: pid)]
            var found = kinfo_proc()
            var count = MemoryLayout<kinfo_proc>.size
            guard sysctl(&name, UInt32(name.count), &found, &count, nil, 0) == 0 else { return .hidden }
            let process = found.kp_proc
            guard count > 0, Int32(process.p_stat) != SZOMB else { return .none }
            let start = process.p_un.__p_starttime
            return .process(
                isStopped: Int32(process.p_stat) == SSTOP,
                started: Int64(start.tv_sec) * 1_000_000 + Int64(start.tv_usec))
        }
    }
#else
    extension ProcessIdentity {
        private static var ownBoot: String? { firstLine(of: "/proc/sys/kernel/random/boot_id") }

        private static var ownPIDSpace: String? { target(ofLink: "/proc/self/ns/pid") }

        private static func entry(of pid: Int64) -> Entry {
            entry(firstLine(of: "/proc/\(pid)/stat"), exists: exists(pid))
        }

        /// From the line of `/proc/PID/stat` (proc(5)); nil if it cannot be read: `/proc` can hide processes, and no file descriptor may
        /// be left.
        static func entry(_ line: String?, exists: @autoclosure () -> Bool) -> Entry {
            guard let line else { return exists() ? .hidden : .none }
            // The fields after the name in parentheses; the name itself may have spaces.
            guard let end = line.lastIndex(of: ")") else { return .hidden }
            let fields = line[line.index(after: end)...].split(separator: " ")
            guard fields.count > 19, let started = Int64(fields[19]) else { return .hidden }
            if fields[0] == "Z" || fields[0] == "X" { return .none }
            return .process(isStopped: fields[0].lowercased() == "t", started: started)
        }

        /// Asked by a signal that is not sent, which needs neither a file nor rights.
        private static func exists(_ pid: Int64) -> Bool {
            guard let pid = pid_t(exactly: pid), pid > 0 else { return false }
            return kill(pid, 0) == 0 || errno != ESRCH
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
#endif
