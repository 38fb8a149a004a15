import CLibrary
import JSON

/// Writes all of a string, with as many system calls as needed.
func writeAll(_ text: String, to descriptor: Int32) throws(FileError) {
    var text = text
    guard text.withUTF8({ write($0, to: descriptor) }) else { throw FileError(reason: systemErrorText()) }
}

func writeAll(_ text: borrowing TextBuffer, to descriptor: Int32) throws(FileError) {
    guard text.withBytes({ write($0, to: descriptor) }) else { throw FileError(reason: systemErrorText()) }
}

/// Writes all of the bytes, with as many system calls as needed.
func writeAll(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) throws(FileError) {
    guard bytes.withUnsafeBufferPointer({ write($0, to: descriptor) }) else {
        throw FileError(reason: systemErrorText())
    }
}

private func write(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = CLibrary.write(descriptor, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
    }
    return true
}

/// Writes a new file and its folders. Returns false, and changes nothing, if the file exists.
func writeNewFile(_ path: String, _ text: String) throws(FileError) -> Bool {
    if let slash = path.lastIndex(of: "/") { try makeFolder(String(path[..<slash])) }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    if descriptor < 0, errno == EEXIST { return false }
    guard descriptor >= 0 else { throw FileError(reason: systemErrorText()) }
    defer { close(descriptor) }
    do throws(FileError) {
        try writeAll(text, to: descriptor)
    } catch {
        // Half of a file would count as an existing file next time.
        unlink(path)
        throw error
    }
    return true
}

/// Creates a folder and its parent folders if they are missing.
func makeFolder(_ path: String) throws(FileError) {
    if path.isEmpty || FileKind(of: path) == .folder { return }
    if let slash = path.lastIndex(of: "/") { try makeFolder(String(path[..<slash])) }
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw FileError(reason: systemErrorText()) }
}

/// Makes sure that the names of a folder's files are on disk.
func syncFolder(_ folder: String) {
    let directory = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { return }
    _ = syncToDisk(directory)
    close(directory)
}
