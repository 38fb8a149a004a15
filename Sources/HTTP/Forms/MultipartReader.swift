/// Gives the bytes of a form to a transport, piece by piece. Files are opened at once, so that a missing one is found
/// before anything is sent.
///
/// It is used by one thread at a time.
package final class MultipartReader {
    private enum Source {
        case bytes(ArraySlice<UInt8>)
        case file(FileReader, FileContent, left: Int)
    }

    /// What is left to read, the next first.
    private var sources: ArraySlice<Source> = []

    package init(_ form: MultipartForm) throws(UploadError) {
        for piece in form.pieces {
            switch piece {
            case .bytes(let bytes): sources.append(.bytes(bytes[...]))
            case .file(let content):
                let reader = try FileReader(content.path)
                guard reader.size == content.size else {
                    throw .changed(content.path, from: content.size, to: reader.size)
                }
                sources.append(.file(reader, content, left: content.size))
            }
        }
    }

    /// Reads the next bytes, and returns how many. 0 is the end of the body.
    ///
    /// Throws if a file is not what it was when the request was made. The end of the body, which follows every file, is
    /// not read then: no server takes what it got for the whole.
    package func next(into buffer: UnsafeMutableRawBufferPointer) throws(UploadError) -> Int {
        while let source = sources.first {
            switch source {
            case .bytes(let bytes):
                let count = min(bytes.count, buffer.count)
                guard count > 0 else {
                    sources.removeFirst()
                    continue
                }
                buffer.copyBytes(from: bytes.prefix(count))
                sources[sources.startIndex] = .bytes(bytes.dropFirst(count))
                return count
            case .file(let reader, let content, let left):
                guard left > 0 else {
                    guard reader.checksumSoFar == content.sha256 else { throw .changedInside(content.path) }
                    sources.removeFirst()
                    continue
                }
                let part = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(min(left, buffer.count)))
                let count = try reader.next(into: part)
                guard count > 0 else { throw .changed(content.path, from: content.size, to: content.size - left) }
                sources[sources.startIndex] = .file(reader, content, left: left - count)
                return count
            }
        }
        return 0
    }
}

extension UploadError {
    fileprivate static func changedInside(_ path: String) -> UploadError {
        UploadError("the file \(path) has changed while it was sent: the server got a part of the request")
    }
}
