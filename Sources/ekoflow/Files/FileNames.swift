import JSON
import Synchronization

/// The names of the files that were read. Everything that is kept by them takes two names for one if they differ only in the Unicode
/// form of their characters, so that only one of two such files may be read.
final class FileNames: Sendable {
    private let names = Mutex<[String: ExactString]>([:])

    /// Throws if a file was read whose name is the same but for the form of its characters.
    func add(_ name: String) throws(FileError) {
        let known = names.withLock { names in
            let known = names[name]
            names[name] = known ?? ExactString(name)
            return known
        }
        guard known == nil || known == ExactString(name) else {
            throw FileError(
                reason:
                    "another file has the same name, with its characters in another Unicode form: rename one of them")
        }
    }
}
