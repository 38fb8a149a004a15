/// A path, its one method, and what answers there.
struct Route: Sendable {
    let method: String
    let path: String
    /// True where one more segment follows the path, such as a number.
    var takesSegment = false
    let answer: @Sendable (SandboxRequest) -> SandboxResponse

    func matches(_ path: String) -> Bool {
        guard takesSegment else { return path == self.path }
        guard path.hasPrefix(self.path + "/") else { return false }
        let segment = path.dropFirst(self.path.count + 1)
        return !segment.isEmpty && !segment.contains("/")
    }
}
