import ArgumentParser
import WorkflowModel

struct InitCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Creates a workspace: environments, a first workflow, and schemas for your editor.",
        discussion: """
            Existing files are never overwritten.

            Examples:
              ekoflow init            # in the current folder
              ekoflow init otp-tests
            """)

    @Argument(help: ArgumentHelp("The folder of the workspace.", valueName: "folder"))
    var folder = "."

    func run(in shell: Shell) throws(CommandError) -> ExitStatus {
        var written = ""
        for file in WorkspaceTemplate.files {
            written += try makeFile(folder == "." ? file.path : "\(folder)/\(file.path)", file.text).line
        }
        let change = folder == "." ? "" : "cd \(folder) && "
        let next = "\nnext: \(change)ekoflow run workflows/send.yml --env sandbox    # nobody is texted\n"
        shell.output.write(written + next)
        return .passed
    }
}

/// Writes a new file; changes nothing if the file exists. Returns a line that says which.
func makeFile(_ path: String, _ text: String) throws(CommandError) -> (isNew: Bool, line: String) {
    do throws(FileError) {
        return try writeNewFile(path, text)
            ? (true, "  made \(path)\n") : (false, "  kept \(path): it exists already\n")
    } catch {
        throw .invalidInput(.unwritable(path, error))
    }
}
