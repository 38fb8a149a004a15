extension JSONObject {
    /// The members with each name once: the last one of a name that occurs twice.
    package var distinctMembers: [Member] {
        guard hasDuplicateNames else { return members }
        var seen: Set<ExactString> = []
        return members.reversed().filter { seen.insert(ExactString($0.name)).inserted }.reversed()
    }

    /// The names that occur more than once, each once.
    package var duplicateNames: [String] {
        guard hasDuplicateNames else { return [] }
        var seen: Set<ExactString> = []
        var duplicates: Set<ExactString> = []
        return members.map(\.name).filter {
            !seen.insert(ExactString($0)).inserted && duplicates.insert(ExactString($0)).inserted
        }
    }

    private var hasDuplicateNames: Bool {
        if count <= 8 {
            return members.indices.contains { index in
                let name = members[index].name
                return members[..<index].contains { $0.name.isExactly(name) }
            }
        }
        var seen: Set<ExactString> = []
        seen.reserveCapacity(count)
        return !members.allSatisfy { seen.insert(ExactString($0.name)).inserted }
    }
}
