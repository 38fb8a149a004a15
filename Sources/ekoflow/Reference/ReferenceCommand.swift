import ArgumentParser
import Source

/// Writes the pages that are made of the program's own tables, for `make reference` and `make package`.
struct ReferenceCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference", abstract: "Writes the reference, or the manual.", shouldDisplay: false)

    @Argument(help: "The folder of the pages.")
    var folder: String

    @Flag(help: "Write the manual.")
    var manual = false

    @Flag(help: "Write nothing. A page that is not what would be written is an error.")
    var check = false

    func run(in shell: Shell) throws(CommandError) -> ExitStatus {
        let pages = manual ? GeneratedPage.manual : GeneratedPage.reference
        guard !check else {
            let stale = pages.filter { (try? readFile("\(folder)/\($0.file)", limit: 1 << 20)) != Array($0.text.utf8) }
            try shell.check(
                stale.map { page in
                    let message = "\(folder)/\(page.file) is not what the program would write"
                    return .error(.stalePage, message, at: nil, help: "run 'make reference'")
                })
            return .passed
        }
        for page in pages {
            let old = readStart(of: "\(folder)/\(page.file)", count: page.mark.utf8.count)
            if let old, !old.isEmpty, Array(old) != Array(page.mark.utf8) {
                throw .invalidInput(
                    .error(
                        .fileExists, "'\(folder)/\(page.file)' exists, and was not made by ekoflow", at: nil,
                        help: "move it away"))
            }
            do throws(FileError) {
                try WholeFile.write(page.text, to: "\(folder)/\(page.file)")
            } catch {
                throw .invalidInput(.unwritable("\(folder)/\(page.file)", error))
            }
        }
        return .passed
    }
}

extension GeneratedPage {
    /// The start of its first line, which is the same in all versions.
    fileprivate var mark: String { String(text.prefix { $0 != "\"" && $0 != "\n" }) }
}
