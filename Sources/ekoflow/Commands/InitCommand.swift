import ArgumentParser
import WorkflowModel

struct InitCommand: ParsableCommand {
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

    func run() throws {
        var written: [String] = []
        for file in WorkspaceTemplate.files {
            let path = folder == "." ? file.path : "\(folder)/\(file.path)"
            do {
                let isNew = try writeNewFile(path, file.text)
                written.append("  \(isNew ? "made" : "kept") \(path)\(isNew ? "" : ": it is there already")\n")
            } catch {
                StandardError.write("error: cannot write \(path): \(error.reason)\n")
                throw ExitStatus.invalidInput
            }
        }
        let change = folder == "." ? "" : "cd \(folder) && "
        let next = "\nnext: \(change)ekoflow run workflows/send.yml --env sandbox    # nobody is texted\n"
        guard StandardOutput.write(written.joined() + next) else { throw ExitStatus.unfinished }
    }
}
