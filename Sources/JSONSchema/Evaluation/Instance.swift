import JSON

/// An instance as a table, so that each value in it is known by a number, its place. The root is at place 0.
struct Instance {
    private struct Entry {
        let value: JSONValue
        /// The place of the value that it belongs to; -1 for the root.
        let parent: Int
        /// The name if it is a member.
        let name: ExactString?
        let depth: Int
        var children = 0..<0
        /// How much work it is to look at all of the value.
        var weight: Int
    }

    private var entries: [Entry]
    private var places: [Int: [ExactString: Int]] = [:]
    private var placesOfNames: [Int: Int] = [:]

    static let maximumDepth = 512

    init(_ root: JSONValue) throws(JSONSchemaError) {
        entries = [Entry(value: root, parent: -1, name: nil, depth: 0, weight: 1)]
        var place = 0
        while place < entries.count {
            try addChildren(of: place)
            place += 1
        }
        for place in entries.indices.dropFirst().reversed() {
            entries[entries[place].parent].weight += entries[place].weight
        }
    }

    private mutating func addChildren(of place: Int) throws(JSONSchemaError) {
        let depth = entries[place].depth + 1
        let start = entries.count
        switch entries[place].value {
        case .array(let elements):
            for element in elements {
                entries.append(Entry(value: element, parent: place, name: nil, depth: depth, weight: 1))
            }
        case .object(let object):
            for member in object.distinctMembers {
                let name = ExactString(member.name)
                entries.append(
                    Entry(
                        value: member.value, parent: place, name: name, depth: depth,
                        weight: 1 + member.name.utf8.count / 64))
            }
        case .string(let text): entries[place].weight += text.utf8.count / 64
        case .number(let number): entries[place].weight += number.text.utf8.count / 64
        default: break
        }
        guard entries.count == start || depth <= Instance.maximumDepth else {
            throw JSONSchemaError(
                "the value has more than \(Instance.maximumDepth) levels of nesting", at: SchemaLocation())
        }
        entries[place].children = start..<entries.count
    }

    func value(at place: Int) -> JSONValue { entries[place].value }

    /// The places of the members or elements, in their order.
    func children(of place: Int) -> Range<Int> { entries[place].children }

    func name(of place: Int) -> ExactString? { entries[place].name }

    func weight(of place: Int) -> Int { entries[place].weight }

    func path(of place: Int) -> JSONPointer {
        var segments: [JSONPointer.Segment] = []
        var place = place
        while entries[place].parent >= 0 {
            let parent = entries[place].parent
            if let name = entries[place].name {
                segments.append(.name(name.text))
            } else if entries[parent].children.contains(place) {
                segments.append(.index(place - entries[parent].children.lowerBound))
            }
            place = parent
        }
        return JSONPointer(segments.reversed())
    }
}

extension Instance {
    /// The place of the member with a name.
    mutating func child(of place: Int, named name: ExactString) -> Int? {
        let children = children(of: place)
        if children.count <= 8 { return children.first { entries[$0].name == name } }
        if places[place] == nil {
            places[place] = Dictionary(
                children.compactMap { child in entries[child].name.map { ($0, child) } }, uniquingKeysWith: { $1 })
        }
        return places[place]?[name]
    }

    /// The place of a member's name as a value of its own, which has no path of its own.
    mutating func placeOfName(of member: Int) -> Int {
        if let place = placesOfNames[member] { return place }
        let text = name(of: member)?.text ?? ""
        entries.append(
            Entry(
                value: .string(text), parent: entries[member].parent, name: nil, depth: entries[member].depth,
                weight: 1 + text.utf8.count / 64))
        placesOfNames[member] = entries.count - 1
        return entries.count - 1
    }

    /// Whether the place is the name of a member.
    func isName(_ place: Int) -> Bool {
        entries[place].parent >= 0 && !entries[entries[place].parent].children.contains(place)
    }

    /// The value for messages.
    func excerpt(at place: Int) -> String { Excerpt.of(value(at: place)) }
}
