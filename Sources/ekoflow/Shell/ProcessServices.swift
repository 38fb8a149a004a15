import CLibrary
import HTTP
import Times
import WorkflowEngine
import WorkflowModel

extension RunServices {
    /// The machine's own clock and randomness.
    static let live = RunServices(
        clock: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Timestamp(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
        },
        random: { UInt64.random(in: .min ... .max) })
}

extension RunServices {
    /// A name for a run that no other run has.
    func uniqueRunID() -> String {
        guard let id = try? uniqueReference(prefix: "") else { preconditionFailure("an empty prefix leaves room") }
        return id
    }
}

extension CredentialResolver {
    /// Reads credentials from variables and files, and runs commands without the variables `hidden`. A path is relative to
    /// the file that names it; `~/` is the home folder.
    static func live(_ variables: EnvironmentVariables, hiding hidden: Set<String>) -> CredentialResolver {
        CredentialResolver(
            environmentVariable: variables.value,
            readFile: { path throws(FileFailure) in
                do throws(FileError) {
                    let place = Workspace.path(path)
                    return ReferencedFile(path: place, bytes: try readFile(place, limit: 1 << 20))
                } catch {
                    throw FileFailure(reason: error.reason)
                }
            }, runCommand: ChildProcess.runner(hiding: hidden),
            // Two paths to one file are one ledger.
            place: { pathOfLinkItself(Workspace.path($0)) })
    }
}

/// The name of this machine, for reports.
func machineName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
