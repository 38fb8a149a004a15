extension Sequence {
    /// The first result that is not nil. `lazy.compactMap(…).first` would call the function twice for it, which doubles the work with each
    /// level of a recursion.
    package func firstResult<Result>(_ transform: (Element) throws -> Result?) rethrows -> Result? {
        for element in self {
            if let result = try transform(element) { return result }
        }
        return nil
    }
}
