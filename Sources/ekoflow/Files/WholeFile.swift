import CLibrary
import JSON

/// A file that is written beside its path, and moved there when it is complete. A reader sees the old or the new content,
/// never a part. If the path is not a regular file, for example `/dev/stdout`, the content is copied there at the end.
final class WholeFile {
    private enum Target {
        case file(ReportFile.Place)
        case other(Int32)
    }

    private static let bufferSize = 64 << 10

    private let target: Target
    private let descriptor: Int32
    /// The file's name until it is complete; nil if it has no name until then.
    private var temporary: String?
    private var buffer = TextBuffer()
    /// Why some of it could not be written; nil if all of it was.
    private var problem: FileError?

    init(_ path: String) throws(FileError) {
        if let kind = FileKind(of: path), kind != .file {
            guard kind != .folder else { throw FileError(reason: "it is a folder") }
            let other = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK)
            guard other >= 0 else { throw FileError(reason: systemErrorText()) }
            // Only opening must not wait: a pipe's reader may never come.
            _ = fcntl(other, F_SETFL, fcntl(other, F_GETFL) & ~O_NONBLOCK)
            target = .other(other)
            var name: String?
            let folder = ProcessEnvironment.value("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
            descriptor = Self.newFile("\(folder)/ekoflow-report", in: folder, name: &name)
            if let name { unlink(name) }
        } else {
            let place = try ReportFile.Place(path)
            var name: String?
            descriptor = Self.newFile(place.path, in: place.folder.isEmpty ? "/" : place.folder, name: &name)
            target = .file(place)
            temporary = name
        }
        guard descriptor >= 0 else { throw FileError(reason: systemErrorText()) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if let temporary { unlink(temporary) }
        if case .other(let other) = target { close(other) }
    }

    /// Writes a whole file in one call.
    static func write(_ text: String, to path: String) throws(FileError) {
        let file = try WholeFile(path)
        file.append(text)
        try file.commit()
    }

    func append(_ text: String) { append { $0.append(text) } }

    /// Appends what `write` appends to the text that is not in the file yet.
    func append(_ write: (inout TextBuffer) -> Void) {
        write(&buffer)
        if buffer.count >= Self.bufferSize { flush() }
    }

    /// Overwrites the start. `text` must have as many bytes as the old start.
    func replaceStart(with text: String) {
        flush()
        guard problem == nil else { return }
        guard lseek(descriptor, 0, SEEK_SET) == 0 else {
            problem = FileError(reason: systemErrorText())
            return
        }
        buffer.append(text)
        flush()
    }

    /// Moves the file to its path.
    func commit() throws(FileError) {
        flush()
        if let problem { throw problem }
        switch target {
        case .file(let place):
            guard fchmod(descriptor, place.mode) == 0, syncToDisk(descriptor) else {
                throw FileError(reason: systemErrorText())
            }
            let name = try nameOfUnnamed(temporary, beside: place)
            // From here on, the name can be another process's.
            temporary = nil
            guard rename(name, place.path) == 0 else {
                let error = FileError(reason: systemErrorText())
                unlink(name)
                throw error
            }
            syncFolder(place.folder)
        case .other(let other): try copy(to: other)
        }
    }

    private func flush() {
        defer { buffer.removeAll() }
        guard problem == nil, !buffer.isEmpty else { return }
        do throws(FileError) {
            try writeAll(buffer, to: descriptor)
        } catch {
            problem = error
        }
    }

    private func copy(to other: Int32) throws(FileError) {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw FileError(reason: systemErrorText()) }
        var bytes = [UInt8](repeating: 0, count: Self.bufferSize)
        while true {
            let count = read(descriptor, &bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileError(reason: systemErrorText()) }
            guard count > 0 else { return }
            try writeAll(bytes[..<count], to: other)
        }
    }

    /// Creates a file without a name, which disappears if the process is killed. If the file system does not support such
    /// files, the file gets a name.
    private static func newFile(_ path: String, in folder: String, name: inout String?) -> Int32 {
        #if os(Linux)
            let unnamed = open(folder, unnamedFile | O_RDWR | O_CLOEXEC, 0o600)
            if unnamed >= 0 { return unnamed }
        #endif
        var template = Array("\(path).XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        if descriptor >= 0 { name = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) }
        return descriptor
    }

    private func nameOfUnnamed(_ temporary: String?, beside place: ReportFile.Place) throws(FileError) -> String {
        if let temporary { return temporary }
        #if os(Linux)
            let name = "\(place.path).\(getpid())-\(descriptor)"
            unlink(name)
            guard linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0 else {
                throw FileError(reason: systemErrorText())
            }
            return name
        #else
            throw FileError(reason: "it has no name")
        #endif
    }

    #if os(Linux)
        /// Linux's `O_TMPFILE`, a macro that Swift cannot import.
        private static let unnamedFile: Int32 = 0o20_000_000 | O_DIRECTORY
    #endif
}
