import CLibrary

/// Why a file cannot be read or written, for people: `no such file`.
struct FileError: Error {
    let reason: String
}

/// Reads a whole regular file. More than `limit` bytes is an error, found before reading.
func readFile(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(reason: systemErrorText()) }
    defer { close(descriptor) }
    let size = try sizeOfRegularFile(descriptor)
    guard size <= limit else {
        throw FileError(reason: "it has \(size >> 20) MiB, the most is \(limit >> 20) MiB")
    }
    var bytes = [UInt8](repeating: 0, count: size)
    var filled = 0
    while filled < bytes.count {
        let count = bytes.withUnsafeMutableBytes { buffer in
            read(descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled)
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
            throw FileError(reason: count == 0 ? "it changed while it was read" : systemErrorText())
        }
        filled += count
    }
    return bytes
}

/// The size of a regular file, in bytes. It can be opened to read.
func sizeOfReadableFile(_ path: String) throws(FileError) -> Int {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(reason: systemErrorText()) }
    defer { close(descriptor) }
    return try sizeOfRegularFile(descriptor)
}

private func sizeOfRegularFile(_ descriptor: Int32) throws(FileError) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError(reason: systemErrorText()) }
    if status.st_mode & S_IFMT == S_IFDIR { throw FileError(reason: "it is a folder") }
    guard status.st_mode & S_IFMT == S_IFREG else { throw FileError(reason: "it is not a regular file") }
    return Int(status.st_size)
}

/// The first bytes of a file; nil if it cannot be read.
func readStart(of path: String, count: Int) -> ArraySlice<UInt8>? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return readPart(of: descriptor, from: 0, count: count)
}

/// At most `count` bytes of a file; nil if it cannot be read.
func readPart(of descriptor: Int32, from offset: off_t, count: Int) -> ArraySlice<UInt8>? {
    var bytes = [UInt8](repeating: 0, count: count)
    let filled = pread(descriptor, &bytes, count, offset)
    return filled < 0 ? nil : bytes[..<filled]
}

/// What the last system call's failure means, for people.
func systemErrorText() -> String {
    switch errno {
    case ENOENT: "no such file"
    case EACCES: "permission denied"
    default: String(cString: strerror(errno)).lowercased()
    }
}

/// The device and the number of a file, which all links to it share; nil if there is no such file.
func fileIdentity(_ path: String) -> String? {
    var status = stat()
    return stat(path, &status) == 0 ? "\(status.st_dev):\(status.st_ino)" : nil
}

/// The unique path of a file that is there; nil if the system does not tell it.
func realPath(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
}

/// The unique path of a file: absolute, without links, `.` and `..`.
func canonicalPath(_ path: String) -> String {
    // A file that does not exist yet gets its path from its folder.
    realPath(path) ?? pathInCanonicalFolder(path)
}

/// The path of a file with the links of its folder followed, and not its own.
func pathOfLinkItself(_ path: String) -> String {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return canonicalPath(path) }
    return pathInCanonicalFolder(path)
}

private func pathInCanonicalFolder(_ path: String) -> String {
    var parts = path.split(separator: "/").filter { $0 != "." }
    guard let name = parts.popLast(), name != ".." else { return path }
    let folder = (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    let parent = folder.isEmpty ? canonicalPath(".") : canonicalPath(folder)
    return parent.hasSuffix("/") ? parent + name : "\(parent)/\(name)"
}

/// What a path leads to, with links followed.
enum FileKind {
    case folder
    case file
    case other

    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: self = .folder
        case S_IFREG: self = .file
        default: self = .other
        }
    }

    /// Whether a path leads to this kind, or the system cannot say because of an error: then nothing else must take its place, such as
    /// an environment of another folder.
    func mayBe(at path: String) -> Bool {
        // Asked twice: an error that is over must not give the workspace another root.
        for _ in 1...2 {
            if let kind = FileKind(of: path) { return kind == self }
            if [ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG].contains(errno) { return false }
        }
        return true
    }
}

/// Reads the standard input to its end. More than `limit` bytes is an error.
func readStandardInput(limit: Int) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw FileError(reason: systemErrorText()) }
        guard count > 0 else { return bytes }
        bytes += buffer[..<count]
        guard bytes.count <= limit else { throw FileError(reason: "it has more than \(limit >> 20) MiB") }
    }
}
