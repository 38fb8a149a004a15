/// A path, its methods and their handlers.
struct Route: Sendable {
    typealias Answer = @Sendable (SandboxRequest) -> [ConnectionAction]

    let path: String
    /// Whether one more segment follows the path, such as a mobile number.
    var takesSegment = false
    let answers: [(method: String, answer: Answer)]

    func matches(_ path: String) -> Bool {
        guard takesSegment else { return path == self.path }
        guard path.hasPrefix(self.path + "/") else { return false }
        let segment = path.dropFirst(self.path.count + 1)
        return !segment.isEmpty && !segment.contains("/")
    }
}
