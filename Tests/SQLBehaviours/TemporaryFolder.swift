import CLibrary

/// A folder that is removed with its files at the end of a test.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() {
        var template = Array("/tmp/ekoflow-database-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
        // On macOS, /tmp is a link.
        let real = realpath(made, nil)!
        defer { free(real) }
        path = String(cString: real)
    }

    deinit {
        TemporaryFolder.delete(path)
    }

    private static func delete(_ path: String) {
        if remove(path) == 0 { return }
        guard let folder = opendir(path) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { delete(path + "/" + name) }
        }
        closedir(folder)
        rmdir(path)
    }

    package func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file with these bytes.
    @discardableResult
    package func write(_ name: String, _ bytes: [UInt8], mode: mode_t = 0o600) -> String {
        let descriptor = open(file(name), O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        _ = bytes.withUnsafeBytes { CLibrary.write(descriptor, $0.baseAddress, $0.count) }
        fchmod(descriptor, mode)
        close(descriptor)
        return file(name)
    }

    /// The rights of a file, in octal; nil if there is none.
    package func rights(_ name: String) -> String? {
        var status = stat()
        return lstat(file(name), &status) == 0 ? String(status.st_mode & 0o777, radix: 8) : nil
    }
}
