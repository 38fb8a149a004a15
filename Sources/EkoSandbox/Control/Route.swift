/// A path, its methods and their handlers.
struct Route: Sendable {
    typealias Answer = @Sendable (SandboxRequest) -> [ConnectionAction]

    /// `NUMBER` at its end stands for any one segment, such as a mobile number.
    let path: String
    let answers: [(method: String, answer: Answer)]

    func matches(_ path: String) -> Bool {
        guard self.path.hasSuffix("/NUMBER") else { return path == self.path }
        let start = self.path.dropLast("NUMBER".count)
        let segment = path.dropFirst(start.count)
        return path.hasPrefix(start) && !segment.isEmpty && !segment.contains("/")
    }
}
