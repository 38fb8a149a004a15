extension JSONObject {
    /// The members with each name once: the last one of a name that occurs twice.
    package var distinctMembers: [Member] {
        guard hasDuplicateNames else { return members }
        var seen: Set<ExactName> = []
        return members.reversed().filter { seen.insert(ExactName(text: $0.name)).inserted }.reversed()
    }

    /// The names that occur more than once, each once.
    package var duplicateNames: [String] {
        guard hasDuplicateNames else { return [] }
        var seen: Set<ExactName> = []
        var duplicates: Set<ExactName> = []
        return members.map(\.name).filter {
            !seen.insert(ExactName(text: $0)).inserted && duplicates.insert(ExactName(text: $0)).inserted
        }
    }

    private var hasDuplicateNames: Bool {
        if count <= 8 {
            return members.indices.contains { index in
                members[..<index].contains { $0.name.utf8.elementsEqual(members[index].name.utf8) }
            }
        }
        var seen: Set<ExactName> = []
        seen.reserveCapacity(count)
        return !members.allSatisfy { seen.insert(ExactName(text: $0.name)).inserted }
    }
}

/// A name that is compared by its code points; String compares by canonical equivalence.
private struct ExactName: Hashable {
    let text: String

    static func == (left: ExactName, right: ExactName) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
