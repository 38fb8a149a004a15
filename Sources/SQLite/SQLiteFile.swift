import CLibrary
import SQLDatabase

/// The file of a database: its owner, its rights, and whether the path still leads to it.
///
/// The file is never opened here: closing it would end the locks of all connections of this process to it.
struct SQLiteFile {
    /// As the caller named it.
    let path: String
    /// The same file, without symbolic links.
    let resolved: String
    private let identity: Identity

    /// Which file a path leads to.
    struct Identity: Equatable {
        let device: UInt
        let number: UInt

        init(_ status: stat) {
            // Some systems have signed numbers of devices.
            device = UInt(truncatingIfNeeded: status.st_dev)
            number = UInt(status.st_ino)
        }
    }

    /// Creates the file, or checks the one that exists.
    static func ready(_ path: String, creates: Bool) throws(SQLError) -> SQLiteFile {
        guard !path.isEmpty, !path.utf8.contains(0), path.utf8.last != UInt8(ascii: "/") else {
            throw SQLError(.cannotOpen, "'\(path.filter { $0 != "\0" })' is not the name of a file")
        }
        let parent = folder(of: path)
        if creates { try createFolder(parent) }
        guard let pointer = realpath(parent, nil) else { throw .file(errno, "the folder '\(parent)' cannot be used") }
        defer { free(pointer) }
        var resolved = String(cString: pointer)
        resolved += (resolved == "/" ? "" : "/") + (path.split(separator: "/").last ?? "")
        try FileSystem.requireLocal(folder(of: resolved))
        if creates {
            // A link is no ledger, wherever it leads.
            try checked(resolved, isWritten: true)
            try requireNothingLeft(of: resolved)
            try create(resolved)
        }
        guard let identity = try checked(resolved, isWritten: creates) else {
            throw SQLError(.cannotOpen, "'\(path)' does not exist")
        }
        try requireHeader(resolved)
        for suffix in ["-wal", "-shm"] { _ = try checked(resolved + suffix, isWritten: creates) }
        return SQLiteFile(path: path, resolved: resolved, identity: identity)
    }

    /// Throws if the path no longer leads to the file that was opened, because it was moved, removed or replaced.
    func requireInPlace() throws(SQLError) {
        guard SQLiteFile.identity(of: path) == identity, SQLiteFile.identity(of: resolved) == identity else {
            throw SQLError(.cannotOpen, "'\(path)' was removed or replaced while it was in use")
        }
    }

    /// Which file a path leads to; nil if none.
    static func identity(of path: String) -> Identity? {
        var status = stat()
        return lstat(path, &status) == 0 ? Identity(status) : nil
    }

    /// SQLite would overwrite a file that is shorter than any database, as if it were empty.
    private static func requireHeader(_ path: String) throws(SQLError) {
        var status = stat()
        guard lstat(path, &status) == 0, (1..<512).contains(status.st_size) else { return }
        throw SQLError(.notADatabase, "'\(path)' is not an SQLite database")
    }

    /// Throws if the files beside a database are there, and it is not, or it is empty: then somebody removed it, and nobody knows what
    /// was in it. These files are made after it, so they are looked for first.
    static func requireNothingLeft(of path: String) throws(SQLError) {
        let (queue, log) = (size(of: path + "-lock"), size(of: path + "-wal"))
        let size = size(of: path)
        let left = queue != nil ? "-lock" : log ?? 0 > 0 ? "-wal" : nil
        if size == nil, let left {
            throw SQLError(
                .cannotOpen,
                "'\(path)' was removed, but '\(path)\(left)' is still there. Restore it, or remove that file too and begin anew: then nobody knows what was sent before"
            )
        }
        if size == 0, log ?? 0 > 0 || queue ?? 0 > 0 {
            throw SQLError(
                .cannotOpen,
                "'\(path)' is empty, and was not before. Restore it, or remove it with all files that begin with its name and begin anew: then nobody knows what was sent before"
            )
        }
    }

    /// Nil if there is no regular file.
    private static func size(of path: String) -> Int? {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    }

    /// Creates an empty file, for the owner alone, unless there is one.
    static func create(_ path: String) throws(SQLError) {
        guard makeFile(path) else {
            if errno == EEXIST { return }
            throw .file(errno, "'\(path)' cannot be created")
        }
        try synchronise(folder(of: path))
    }

    /// Opens no file of this name, because to close it would end the locks of another thread.
    private static func makeFile(_ path: String) -> Bool {
        #if canImport(Darwin)
            // There, only root may call `mknod`.
            var status = stat()
            guard lstat(path, &status) != 0 else {
                errno = EEXIST
                return false
            }
            var name = Array("\(path).XXXXXX".utf8CString)
            let descriptor = mkstemp(&name)
            guard descriptor >= 0 else { return false }
            close(descriptor)
            if renamex_np(name, path, UInt32(RENAME_EXCL)) == 0 { return true }
            let problem = errno
            unlink(name)
            errno = problem
            return false
        #else
            mknod(path, S_IFREG | 0o600, 0) == 0
        #endif
    }

    /// Refuses everything but a file of this user, and removes the rights of other users. Nil if there is no file.
    @discardableResult
    static func checked(_ path: String, isWritten: Bool) throws(SQLError) -> Identity? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw .file(errno, "'\(path)' cannot be opened")
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw SQLError(.cannotOpen, "'\(path)' is a folder")
        case S_IFLNK: throw SQLError(.cannotOpen, "'\(path)' is a symbolic link")
        default: throw SQLError(.cannotOpen, "'\(path)' is not a regular file")
        }
        guard status.st_uid == geteuid() else { throw SQLError(.cannotOpen, "'\(path)' belongs to another user") }
        guard status.st_nlink == 1 else {
            throw SQLError(.cannotOpen, "'\(path)' has a second name (a hard link), which breaks its locks")
        }
        if isWritten {
            guard status.st_mode & 0o200 != 0 else { throw SQLError(.readOnly, "'\(path)' is read-only") }
            if status.st_mode & 0o077 != 0, chmod(path, status.st_mode & 0o700) != 0 {
                throw .file(errno, "the rights of '\(path)' cannot be changed")
            }
        }
        return Identity(status)
    }

    private static func createFolder(_ path: String) throws(SQLError) {
        guard access(path, F_OK) != 0, path != "/" else { return }
        let parent = folder(of: path)
        try createFolder(parent)
        guard mkdir(path, 0o700) == 0 else {
            if errno == EEXIST { return }
            throw .file(errno, "the folder '\(path)' cannot be created")
        }
        try synchronise(parent)
    }

    /// Makes the names in a folder survive a failure of power.
    private static func synchronise(_ folder: String) throws(SQLError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(descriptor) }
        guard descriptor >= 0, syncToDisk(descriptor) || errno == EINVAL else {
            throw .file(errno, "the folder '\(folder)' cannot be written")
        }
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
