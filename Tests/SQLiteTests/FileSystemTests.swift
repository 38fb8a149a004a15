import SQLBehaviours
import SQLDatabase
import Testing

@testable import SQLite

@Suite("File systems and their locks")
struct FileSystemTests {
    let folder = TemporaryFolder()

    #if os(Linux)
        @Test(
            "shared file systems are known by their numbers",
            arguments: [
                (0x6969, "NFS"), (0xFF53_4D42, "CIFS"), (0xFE53_4D42, "SMB"), (0x0102_1997, "9P"), (0x5346_414F, "AFS"),
                (0x7375_7245, "Coda"), (0x00C3_6400, "Ceph"), (0x6573_5546, "FUSE"),
            ])
        func shared(magic: Int, name: String) {
            #expect(FileSystem.sharedName(ofMagic: magic) == name)
            // As a 32-bit system would say it.
            #expect(FileSystem.sharedName(ofMagic: Int(Int32(truncatingIfNeeded: magic))) == name)
        }

        @Test(
            "local file systems are not shared",
            arguments: [
                "ext4": 0xEF53, "XFS": 0x5846_5342, "Btrfs": 0x9123_683E, "tmpfs": 0x0102_1994, "overlay": 0x794C_7630,
                "unknown": -1,
            ])
        func local(name: String, magic: Int) {
            #expect(FileSystem.sharedName(ofMagic: magic) == nil)
        }
    #endif

    @Test("a folder for temporary files is not shared")
    func temporary() throws {
        try FileSystem.requireLocal(folder.path)
    }

    @Test("locks that exclude each other are accepted")
    func locks() throws {
        try FileSystem.requireLocks(on: folder.write("a", []))
    }

    @Test("locks that everybody gets, or nobody, are refused", arguments: [true, false])
    func noLocks(answer: Bool) {
        let path = folder.write("a", [])
        let error = #expect(throws: SQLError.self) { try FileSystem.requireLocks(on: path) { _, _ in answer } }
        #expect(error == SQLError(.noLocks, "the file system of '\(path)' has no locks that work"))
    }
}
