import CLibYAML
import Source

/// Parses a file into located nodes, with libyaml.
///
/// All problems are returned at once, except after a syntax error, at which libyaml stops.
/// Aliases are expanded and merge keys (`<<`) applied, within the limits of `YAMLLimits`.
package func parseYAML(_ file: SourceFile) -> (root: YAMLNode?, diagnostics: [Diagnostic]) {
    file.text.withUnsafeBufferPointer { text in
        guard let events = YAMLEventReader(text: text, file: file) else {
            return (nil, [.outOfMemory(file)])
        }
        var builder = YAMLTreeBuilder(file: file, events: events)
        return builder.build()
    }
}

/// Limits on the time and memory of parsing, for any file.
package enum YAMLLimits {
    /// How deep collections can be nested.
    package static let depth = 64
    /// How many nodes aliases can expand to, counted at each use.
    package static let aliasedNodes = 100_000
}

/// Builds a tree from libyaml's events.
private struct YAMLTreeBuilder {
    private let file: SourceFile
    private let events: YAMLEventReader
    private var diagnostics: [Diagnostic] = []
    private var anchors: [String: Anchor] = [:]
    private var aliasedNodes = 0

    private enum Anchor {
        /// Its node is still being read: an alias to it would contain itself.
        case open
        case complete(Subtree)
    }

    /// A node, how many nodes it contains (itself included), and how many levels.
    private struct Subtree {
        let node: YAMLNode
        var size = 1
        var height = 0
    }

    init(file: SourceFile, events: YAMLEventReader) {
        self.file = file
        self.events = events
    }

    mutating func build() -> (root: YAMLNode?, diagnostics: [Diagnostic]) {
        do {
            _ = try events.next()  // the start of the stream
            guard case .documentStart = try events.next().kind else { return (nil, diagnostics) }
            let root = try node(from: try events.next(), depth: 0).node
            _ = try events.next()  // the end of the document
            let following = try events.next()
            if case .documentStart = following.kind {
                diagnostics.append(
                    .error(
                        .severalDocuments, "a second document starts here", at: following.range,
                        help: "one file holds one document: move this into a file of its own"))
            }
            return (root, diagnostics)
        } catch {
            return (nil, diagnostics + [error])
        }
    }

    /// The node that starts with `event`.
    private mutating func node(from event: YAMLEvent, depth: Int) throws(Diagnostic) -> Subtree {
        guard depth <= YAMLLimits.depth else { throw .tooDeep(at: event.range) }
        if let tag = event.tag {
            diagnostics.append(
                .error(
                    .yamlTag, "the tag '\(tag)' is not supported", at: event.range,
                    help: tag.hasPrefix("!=")
                        ? "for 'not equal', write { not_equals: … }" : "remove it; for a string, use quotes"))
        }
        if case .alias(let name) = event.kind {
            return try aliased(name, at: event.range, depth: depth)
        }
        if let anchor = event.anchor {
            anchors[anchor] = .open
        }
        let result: Subtree
        switch event.kind {
        case .scalar(let scalar):
            result = Subtree(node: YAMLNode(.scalar(scalar), at: event.range))
        case .sequenceStart:
            result = try sequence(from: event, depth: depth)
        case .mappingStart:
            result = try mapping(from: event, depth: depth)
        default:
            throw .syntax("unexpected end of the document", at: event.range)
        }
        if let anchor = event.anchor {
            anchors[anchor] = .complete(result)
        }
        return result
    }

    private mutating func sequence(from start: YAMLEvent, depth: Int) throws(Diagnostic) -> Subtree {
        var nodes: [YAMLNode] = []
        var size = 1
        var height = 0
        while true {
            let event = try events.next()
            if case .collectionEnd = event.kind {
                let node = YAMLNode(.sequence(nodes), at: range(from: start, to: event))
                return Subtree(node: node, size: size, height: height)
            }
            let element = try node(from: event, depth: depth + 1)
            nodes.append(element.node)
            size += element.size
            height = max(height, element.height + 1)
        }
    }

    private mutating func mapping(from start: YAMLEvent, depth: Int) throws(Diagnostic) -> Subtree {
        var members = MappingMembers()
        var size = 1
        var height = 0
        while true {
            let event = try events.next()
            if case .collectionEnd = event.kind {
                let node = YAMLNode(.mapping(members.entries()), at: range(from: start, to: event))
                return Subtree(node: node, size: size, height: height)
            }
            let keySubtree = try node(from: event, depth: depth + 1)
            let valueSubtree = try node(from: try events.next(), depth: depth + 1)
            size += keySubtree.size + valueSubtree.size
            height = max(height, max(keySubtree.height, valueSubtree.height) + 1)
            let (keyNode, value) = (keySubtree.node, valueSubtree.node)
            guard let key = keyNode.scalar else {
                // `{{ name }}` of other tools, without quotes: the errors that follow from it are not reported.
                let isTemplate = keyNode.mapping != nil && keyNode.range.start.column == start.range.start.column + 1
                if isTemplate { throw .bracesOfOtherTools(keyNode) }
                throw .error(.keyNotText, "a key must be a string, not a list or a mapping", at: keyNode.range)
            }
            if key.text == "<<" && key.style == .plain {
                diagnostics += members.merge(value, at: keyNode.range)
                continue
            }
            let joined = value.isBlank ? JoinedEntry(key: keyNode) : nil
            if let joined { diagnostics.append(joined.diagnostic) }
            let entry = joined?.entry ?? YAMLEntry(key: Located(key.text, at: keyNode.range), value: value)
            if let first = members.add(entry) {
                diagnostics.append(
                    .error(
                        .duplicateKey, "the key '\(entry.key.value)' is given twice", at: entry.key.range,
                        help: "remove one of them", notes: [Diagnostic.Note("it is given here first", at: first)]))
            }
        }
    }

    private mutating func aliased(_ name: String, at range: SourceRange, depth: Int) throws(Diagnostic) -> Subtree {
        switch anchors[name] {
        case .complete(let subtree):
            aliasedNodes += subtree.size
            guard aliasedNodes <= YAMLLimits.aliasedNodes else {
                throw .error(
                    .aliasExpansion, "aliases expand to more than \(YAMLLimits.aliasedNodes) values", at: range)
            }
            guard depth + subtree.height <= YAMLLimits.depth else { throw .tooDeep(at: range) }
            return subtree
        case .open:
            throw .error(.aliasCycle, "the alias '*\(name)' is inside the value that it names", at: range)
        case nil:
            throw .error(
                .undefinedAlias, "no anchor '&\(name)' before this alias", at: range,
                help: "if this is meant as text, put it in quotes")
        }
    }

    private func range(from start: YAMLEvent, to end: YAMLEvent) -> SourceRange {
        SourceRange(file: file, start: start.range.start, end: end.range.end)
    }
}

/// The entries of one mapping: its own, and the entries of its merge keys, which never override its own.
private struct MappingMembers {
    private var own: [YAMLEntry] = []
    private var merged: [YAMLEntry] = []
    private var ranges: [String: SourceRange] = [:]

    /// Adds an entry, or returns the place of the entry that already has its key.
    mutating func add(_ entry: YAMLEntry) -> SourceRange? {
        if let first = place(of: entry.key.value) { return first }
        own.append(entry)
        // Small mappings are searched in order, which is faster than hashing; large ones get an index.
        if own.count == Self.indexThreshold {
            for entry in own { ranges[entry.key.value] = entry.key.range }
        } else if own.count > Self.indexThreshold {
            ranges[entry.key.value] = entry.key.range
        }
        return nil
    }

    mutating func merge(_ value: YAMLNode, at range: SourceRange) -> [Diagnostic] {
        switch value.content {
        case .mapping(let entries):
            merged += entries
            return []
        case .sequence(let nodes):
            return nodes.flatMap { node -> [Diagnostic] in
                guard case .mapping(let entries) = node.content else { return [.mergeIsNotMapping(at: range)] }
                merged += entries
                return []
            }
        case .scalar:
            return [.mergeIsNotMapping(at: range)]
        }
    }

    /// Own entries first, then merged entries in the order of their first appearance.
    func entries() -> [YAMLEntry] {
        guard !merged.isEmpty else { return own }
        var taken = Set(own.map(\.key.value))
        return own + merged.filter { taken.insert($0.key.value).inserted }
    }

    private static let indexThreshold = 16

    private func place(of key: String) -> SourceRange? {
        own.count < Self.indexThreshold ? own.first { $0.key.value == key }?.key.range : ranges[key]
    }
}
