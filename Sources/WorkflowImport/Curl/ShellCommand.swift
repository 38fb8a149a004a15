/// A command of a shell, split into words.
struct ShellCommand {
    /// Counts from 0 in its text.
    let id: Int
    var words: [String] = []
    /// What the shell gives it as its standard input, from `<<EOF`, `<<<` or `echo … |`.
    var input: String?
    /// Whether its output is the next command's input.
    var isPiped = false
    /// Whether it is in `$( )`, so that its output becomes a value.
    var isSubstitution = false

    /// What a command that only writes text writes; nil for any other.
    var writtenText: String? {
        switch words.first {
        case "echo": words.dropFirst().drop { ["-n", "-e", "-E", "-ne"].contains($0) }.joined(separator: " ")
        case "printf" where words.count == 2: words[1]
        case "printf" where words.count == 3 && ["%s", "%s\\n"].contains(words[1]): words[2]
        case "cat" where words.count == 1: input
        default: nil
        }
    }
}
