import ArgumentParser
import WorkflowModel

struct InitCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Makes a workspace: environments, a first workflow, schemas for editors.",
        discussion: """
            Nothing that is there is ever overwritten.

            Examples:
              ekoflow init            # in the current folder
              ekoflow init otp-tests
            """)

    @Argument(help: ArgumentHelp("The folder of the workspace.", valueName: "folder"))
    var folder = "."

    func run(in shell: Shell) throws(CommandError) -> ExitStatus {
        var written: [String] = []
        for file in WorkspaceTemplate.files {
            let path = folder == "." ? file.path : "\(folder)/\(file.path)"
            let isNew = try makeFile(path, file.text)
            written.append("  \(isNew ? "made" : "kept") \(path)\(isNew ? "" : ": it is there already")\n")
        }
        let change = folder == "." ? "" : "cd \(folder) && "
        let next = "\nnext: \(change)ekoflow run workflows/send.yml --env sandbox    # nobody is texted\n"
        shell.output.write(written.joined() + next)
        return .passed
    }
}

/// Writes a new file. Returns false, and changes nothing, if the file exists.
func makeFile(_ path: String, _ text: String) throws(CommandError) -> Bool {
    do throws(FileError) {
        return try writeNewFile(path, text)
    } catch {
        throw .invalidInput(.unwritable(path, error))
    }
}
