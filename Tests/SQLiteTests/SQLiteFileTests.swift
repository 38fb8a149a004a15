import CLibrary
import Foundation
import SQLBehaviours
import SQLDatabase
import Testing

@testable import SQLite

@Suite("Files of SQLite")
struct SQLiteFileTests {
    let folder = TemporaryFolder()

    @Test(
        "missing folders and files are made for the owner alone, whatever the umask is", arguments: [0, 0o022, 0o077])
    func created(mask: mode_t) throws {
        let previous = umask(mask)
        defer { umask(previous) }
        let connection = try SQLiteConnection(folder.file("one/two/a.db"))
        try connection.execute("CREATE TABLE t (k)")
        #expect(["one", "one/two"].map(folder.rights) == ["700", "700"])
        let names = ["a.db", "a.db-wal", "a.db-shm", "a.db-lock"].map { "one/two/" + $0 }
        #expect(names.map(folder.rights) == ["600", "600", "600", "600"])
    }

    @Test("the rights of others to existing files are taken away", arguments: [0o644, 0o666, 0o640, 0o600])
    func tightened(mode: mode_t) throws {
        for name in ["a.db", "a.db-wal", "a.db-shm", "a.db-lock"] { folder.write(name, [], mode: mode) }
        let connection = try SQLiteConnection(folder.file("a.db"))
        try connection.execute("CREATE TABLE t (k)")
        #expect(["a.db", "a.db-wal", "a.db-shm", "a.db-lock"].map(folder.rights) == ["600", "600", "600", "600"])
    }

    @Test("a connection for reading changes no rights and makes no file")
    func untouched() throws {
        do { try SQLiteConnection(folder.file("a.db")).execute("CREATE TABLE t (k)") }
        chmod(folder.file("a.db"), 0o644)
        unlink(folder.file("a.db-lock"))
        let connection = try SQLiteConnection(folder.file("a.db"), .readOnly)
        #expect(try !connection.isEmpty())
        #expect(folder.rights("a.db") == "644" && folder.rights("a.db-lock") == nil)
    }

    @Test(
        "a file that is not a database is refused, and stays as it is",
        arguments: [[0], Array("hello\n".utf8), Array(repeating: 0x41, count: 511), Array(repeating: 0, count: 8192)])
    func noDatabase(bytes: [UInt8]) {
        let path = folder.write("a.db", bytes)
        for mode in [SQLiteConnection.Mode.readWriteCreate, .readOnly] {
            let error = #expect(throws: SQLError.self) { try SQLiteConnection(path, mode) }
            #expect(error == SQLError(.notADatabase, "'\(path)' is not an SQLite database"))
        }
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_size == bytes.count)
    }

    @Test("an empty file becomes a database")
    func emptyFile() throws {
        #expect(try SQLiteConnection(folder.write("a.db", [])).isEmpty())
    }

    @Test(
        "what is not a file is refused", arguments: ["folder", "fifo", "link", "hard", "/dev/null", "", "x/", "a\0b"])
    func noFile(name: String) {
        folder.write("real", [])
        mkdir(folder.file("folder"), 0o700)
        mkfifo(folder.file("fifo"), 0o600)
        symlink(folder.file("real"), folder.file("link"))
        link(folder.file("real"), folder.file("hard"))
        let path = name.isEmpty || name.hasPrefix("/") ? name : folder.file(name)
        let error = #expect(throws: SQLError.self) { try SQLiteConnection(path) }
        #expect(error?.kind == .cannotOpen)
    }

    @Test("companions that are not files are refused", arguments: ["-wal", "-shm", "-lock"])
    func companions(suffix: String) {
        folder.write("real", [])
        symlink(folder.file("real"), folder.file("a.db" + suffix))
        let error = #expect(throws: SQLError.self) { try SQLiteConnection(folder.file("a.db")) }
        #expect(error == SQLError(.cannotOpen, "'\(folder.file("a.db" + suffix))' is a symbolic link"))
    }

    @Test("a folder in place of a parent, or a file, is an error")
    func parents() {
        folder.write("file", [])
        let error = #expect(throws: SQLError.self) { try SQLiteConnection(folder.file("file/a.db")) }
        #expect(error?.kind == .cannotOpen)
    }

    @Test("a file without the right to write is read-only, also for root")
    func readOnlyFile() throws {
        do { try SQLiteConnection(folder.file("a.db")).execute("CREATE TABLE t (k)") }
        chmod(folder.file("a.db"), 0o400)
        let error = #expect(throws: SQLError.self) { try SQLiteConnection(folder.file("a.db")) }
        #expect(error == SQLError(.readOnly, "'\(folder.file("a.db"))' is read-only"))
        #expect(try !SQLiteConnection(folder.file("a.db"), .readOnly).isEmpty())
    }

    @Test("a file of another user is refused")
    func foreign() {
        // Only root can give a file away; for all others, this file belongs to root.
        let path = geteuid() == 0 ? folder.write("a.db", []) : "/etc/passwd"
        if geteuid() == 0 { chown(path, 12345, 12345) }
        let error = #expect(throws: SQLError.self) { try SQLiteConnection(path) }
        #expect(error == SQLError(.cannotOpen, "'\(path)' belongs to another user"))
    }

    @Test("a folder behind a symbolic link is as good as any other")
    func linkedFolder() throws {
        mkdir(folder.file("real"), 0o700)
        symlink(folder.file("real"), folder.file("link"))
        let connection = try SQLiteConnection(folder.file("link/a.db"))
        try connection.requireInPlace()
        unlink(folder.file("link"))
        #expect(throws: SQLError.self) { try connection.requireInPlace() }
    }

    @Test(
        "a database that was removed or emptied is not begun anew unnoticed", arguments: [true, false], [true, false])
    func lost(isRemoved: Bool, isClosed: Bool) throws {
        let path = folder.file("a.db")
        var connection: SQLiteConnection? = try SQLiteConnection(path)
        try connection?.begin(durable: true)
        try connection?.execute("CREATE TABLE t (k)")
        try connection?.commit()
        // Of a process that was killed, the log stays.
        let log = try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))
        connection = nil
        if !isClosed { try log.write(to: URL(fileURLWithPath: path + "-wal")) }
        if isRemoved { unlink(path) } else { truncate(path, 0) }
        let error = #expect(throws: SQLError.self) { try SQLiteConnection(path) }
        #expect(error?.message.contains("Restore it, or remove") == true, "\(error?.message ?? "")")
        // With its other files, it can be begun anew.
        for suffix in ["", "-wal", "-shm", "-lock"] { unlink(path + suffix) }
        try SQLiteConnection(path).execute("CREATE TABLE t (k)")
    }

    @Test("a database whose making was cut off is made")
    func cutOffMaking() throws {
        folder.write("a.db", [])
        folder.write("a.db-lock", [])
        try SQLiteConnection(folder.file("a.db")).execute("CREATE TABLE t (k)")
    }

    @Test("an open file that is moved, removed or replaced is noticed", arguments: ["", "-wal", "-shm"])
    func replaced(suffix: String) throws {
        let path = folder.file("a.db") + suffix
        let connection = try SQLiteConnection(folder.file("a.db"))
        try connection.execute("CREATE TABLE t (k)")
        try connection.requireInPlace()
        rename(path, folder.file("elsewhere"))
        let moved = #expect(throws: SQLError.self) { try connection.requireInPlace() }
        #expect(moved == SQLError(.cannotOpen, "'\(path)' was removed or replaced while it was in use"))
        folder.write("a.db" + suffix, [])
        #expect(throws: SQLError.self) { try connection.requireInPlace() }
        rename(folder.file("elsewhere"), path)
        try connection.requireInPlace()
    }
}
