extension String {
    /// The rest of a path behind the folder that it starts with. Both are canonical, and the folder is not the root.
    ///
    /// By bytes: a character of a name can have several.
    func below(_ folder: String) -> String {
        var rest = utf8.dropFirst(folder.utf8.count)
        if rest.first == UInt8(ascii: "/") { rest = rest.dropFirst() }
        return String(Substring(rest))
    }
}
