import Glibc

/// Writes a file that is not there yet, with the folders above it. False, and nothing is changed, where it is there.
func writeNewFile(_ path: String, _ text: String) throws(FileError) -> Bool {
    try makeFolders(above: path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    if descriptor < 0, errno == EEXIST { return false }
    guard descriptor >= 0 else { throw FileError(reason: systemErrorText()) }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
        let count = bytes.withUnsafeBytes {
            write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw FileError(reason: systemErrorText()) }
        written += count
    }
    return true
}

private func makeFolders(above path: String) throws(FileError) {
    var end = path.startIndex
    while let slash = path[end...].dropFirst().firstIndex(of: "/") {
        let folder = String(path[..<slash])
        if mkdir(folder, 0o755) != 0, errno != EEXIST { throw FileError(reason: systemErrorText()) }
        end = slash
    }
}
