/// References that lead back to themselves on the same value would never end.
extension SchemaCompiler {
    private enum State {
        case unseen, active, finished
    }

    /// Searches the subschemas in depth, with a stack of its own: a chain of references can be long.
    func rejectCycles() throws(JSONSchemaError) {
        let targets = entries.map { $0.rules.flatMap(\.appliedInPlace) }
        var states = Array(repeating: State.unseen, count: entries.count)
        for start in entries.indices where states[start] == .unseen {
            var stack = [(entry: start, next: 0)]
            states[start] = .active
            while let (entry, next) = stack.last {
                guard next < targets[entry].count else {
                    states[entry] = .finished
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].next += 1
                let target = targets[entry][next]
                switch states[target] {
                case .finished: break
                case .active: throw cycle(stack.map(\.entry), backTo: target)
                case .unseen:
                    states[target] = .active
                    stack.append((target, 0))
                }
            }
        }
    }

    /// A cycle has at least one reference: the first is the one to change.
    private func cycle(_ path: [Subschema.Index], backTo target: Subschema.Index) -> JSONSchemaError {
        let cycle = path.drop { $0 != target } + [target]
        for (entry, next) in zip(cycle, cycle.dropFirst()) {
            for case let reference as ReferenceRule in entries[entry].rules where reference.target == next {
                return .endlessReference(
                    reference.reference, at: location(of: reference.keyword, in: entry))
            }
        }
        return .endlessReference("#", at: location(of: target))
    }
}
