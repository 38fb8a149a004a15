/// The path of an operation: segments, some of which are parameters.
struct RouteTemplate: Sendable {
    enum Segment: Sendable {
        /// In lower case.
        case literal([UInt8])
        case parameter(String)
    }

    let operation: Operation
    let segments: [Segment]
    let literalCount: Int

    init(_ operation: Operation) {
        self.operation = operation
        segments = operation.path.split(separator: "/").map { segment in
            segment.first == "{"
                ? .parameter(String(segment.dropFirst().dropLast())) : .literal(Array(segment.lowercased().utf8))
        }
        literalCount = segments.count { if case .literal = $0 { true } else { false } }
    }

    static func parameterNames(of path: String) -> [String] {
        path.split(separator: "/").filter { $0.first == "{" }.map { String($0.dropFirst().dropLast()) }
    }

    /// Whether the last segments of a path are this route. `last` compares the literal at the end.
    func isEnd(
        of path: ArraySlice<[UInt8]>, equals: ([UInt8], [UInt8]) -> Bool, last: ([UInt8], [UInt8]) -> Bool
    ) -> Bool {
        guard path.count >= segments.count else { return false }
        // From the end, where most routes differ.
        var position = segments.count
        var index = path.endIndex
        while position > 0 {
            position -= 1
            index -= 1
            guard case .literal(let literal) = segments[position] else { continue }
            let isLast = position == segments.count - 1
            guard isLast ? last(path[index], literal) : equals(path[index], literal) else { return false }
        }
        return true
    }
}
