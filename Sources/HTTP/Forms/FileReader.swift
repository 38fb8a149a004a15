import CLibrary
import Secrets

/// Reads a regular file from its start, piece by piece, and knows the checksum of what it read.
///
/// It is used by one thread at a time.
final class FileReader {
    let path: String
    /// In bytes, when the file was opened.
    let size: Int
    let identity: FileIdentity
    private let descriptor: Int32
    private var read = Checksum()

    /// The path must not be a link: what it leads to was checked before.
    init(_ path: String) throws(UploadError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
            size = 0
            identity = FileIdentity(device: 0, number: 0, modifiedSeconds: 0, modifiedNanoseconds: 0)
            throw Self.error(path)
        }
        size = Int(status.st_size)
        identity = Self.identity(status)
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw UploadError("the file \(path) cannot be read: it is not a regular file")
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Reads the next bytes, and returns how many. 0 is the end of the file.
    func next(into buffer: UnsafeMutableRawBufferPointer) throws(UploadError) -> Int {
        while true {
            let count = CLibrary.read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.error(path) }
            read.add(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            return count
        }
    }

    /// The checksum of what was read so far, in hexadecimal digits.
    var checksumSoFar: String { read.text }

    /// Reads to the end, and returns the checksum of everything, and the first bytes of it. An error if there is more or less than `size`
    /// bytes.
    func checksum(keeping most: Int) throws(UploadError) -> (sha256: String, start: [UInt8]) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        var total = 0
        var start: [UInt8] = []
        while case let count = try next(into: buffer), count > 0 {
            start += buffer.prefix(min(count, most - start.count))
            total += count
        }
        guard total == size else { throw .changed(path, from: size, to: total) }
        return (checksumSoFar, start)
    }

    private static func identity(_ status: stat) -> FileIdentity {
        #if canImport(Darwin)
            let modified = status.st_mtimespec
        #else
            let modified = status.st_mtim
        #endif
        // Some systems have signed numbers of devices.
        return FileIdentity(
            device: UInt(truncatingIfNeeded: status.st_dev), number: UInt(status.st_ino),
            modifiedSeconds: modified.tv_sec, modifiedNanoseconds: modified.tv_nsec)
    }

    private static func error(_ path: String) -> UploadError {
        UploadError(
            "the file \(path) cannot be read: \(errno == ENOENT ? "no such file" : String(cString: strerror(errno)).lowercased())"
        )
    }
}
