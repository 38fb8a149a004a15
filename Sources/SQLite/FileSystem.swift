import CLibrary
import CSQLite
import SQLDatabase

/// Which file systems have locks that all processes see.
enum FileSystem {
    #if canImport(Darwin)
        /// The name of the file system of a folder, if other machines may share it; nil for all others.
        private static func sharedName(_ folder: String) -> String? {
            var status = statfs()
            guard statfs(folder, &status) == 0 else { return nil }
            let kind = withUnsafeBytes(of: status.f_fstypename) { name in
                String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
            }
            // What a program serves can be on another machine, whatever the program says of it.
            let isLocal = status.f_flags & UInt32(MNT_LOCAL) != 0 && !kind.contains("fuse")
            return isLocal ? nil : kind
        }
    #else
        /// The magic numbers of file systems whose files other machines may have open too: `man 2 statfs`.
        private static let shared: [UInt32: String] = [
            0x6969: "NFS", 0x517B: "SMB", 0xFF53_4D42: "CIFS", 0xFE53_4D42: "SMB", 0x0102_1997: "9P",
            0x5346_414F: "AFS", 0x6B41_4653: "AFS", 0x7375_7245: "Coda", 0x00C3_6400: "Ceph", 0x564C: "NCP",
            0x0BD0_0BD0: "Lustre", 0x4750_4653: "GPFS", 0x0116_1970: "GFS2", 0x7461_636F: "OCFS2",
            0x6573_5546: "FUSE", 0x786F_4256: "VirtualBox", 0xBACB_ACBC: "VMware", 0x1983_0326: "BeeGFS",
        ]

        /// The name of a file system that other machines may share; nil for all others.
        static func sharedName(ofMagic magic: Int) -> String? { shared[UInt32(truncatingIfNeeded: magic)] }

        private static func sharedName(_ folder: String) -> String? { sharedName(ofMagic: ekoflow_file_system(folder)) }
    #endif

    static func requireLocal(_ folder: String) throws(SQLError) {
        guard let name = sharedName(folder) else { return }
        throw SQLError(.noLocks, "'\(folder)' is on a shared file system (\(name)), whose locks cannot be relied on")
    }

    /// Tries whether a lock of one open file excludes a second open file.
    static func requireLocks(on path: String, lock: (Int32, Int64) -> Bool = lockByte) throws(SQLError) {
        let first = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        let second = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        defer {
            close(first)
            close(second)
        }
        guard first >= 0, second >= 0 else { throw .file(errno, "'\(path)' cannot be opened") }
        // Far from the bytes of the queue, and different for each process that tries at the same time.
        let byte = Int64.random(in: 1 << 20..<1 << 40)
        guard lock(first, byte), !lock(second, byte) else {
            throw SQLError(.noLocks, "the file system of '\(path)' has no locks that work")
        }
    }

    static func lockByte(_ file: Int32, _ byte: Int64) -> Bool { ekoflow_lock_byte(file, byte, 1) == 0 }
}
