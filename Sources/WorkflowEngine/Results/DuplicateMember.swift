import Expressions
import JSON
import WorkflowModel

/// A member that an object of the answer has more than once. Which of its values counts, only the sender knows.
package struct DuplicateMember: Sendable, Equatable {
    private let path: [MemberPath.Segment]

    /// For people.
    var problem: String {
        path.isEmpty
            ? "the answer has too many properties more than once"
            : "the answer has the property '\(MemberPath(segments: path).text)' more than once"
    }

    /// Whether what the request did hangs on which of the values counts.
    var decidesOutcome: Bool {
        path.isEmpty || path == [.member("data")]
            || Expectation.Subject.body(.members(MemberPath(segments: path))).tellsOutcome
    }

    /// Whether what a path selects hangs on which of the values counts.
    func concerns(_ other: BodyPath) -> Bool {
        guard case .members(let other) = other else {
            // A query that can select several nodes is taken to read everything.
            guard let names = other.names else { return true }
            return zip(path, names).allSatisfy { $0 == .member($1) }
        }
        let count = min(path.count, other.segments.count)
        return path.prefix(count).elementsEqual(other.segments.prefix(count))
    }

    /// An answer with more is not read further: then it is taken to have all its members more than once.
    private static let maximumCount = 1_000

    /// The duplicate members of a document; the last is the whole document if it has too many.
    static func all(in document: JSONValue) -> [DuplicateMember] {
        var found: [DuplicateMember] = []
        var path: [MemberPath.Segment] = []
        collect(document, at: &path, into: &found)
        if found.count >= maximumCount { found.append(DuplicateMember(path: [])) }
        return found
    }

    private static func collect(
        _ value: JSONValue, at path: inout [MemberPath.Segment], into found: inout [DuplicateMember]
    ) {
        switch value {
        case .null, .bool, .number, .string: break
        case .array(let elements):
            for (index, element) in elements.enumerated() where element.isContainer {
                guard found.count < maximumCount else { return }
                path.append(.index(index))
                collect(element, at: &path, into: &found)
                path.removeLast()
            }
        case .object(let object):
            for name in object.duplicateNames where found.count < maximumCount {
                found.append(DuplicateMember(path: path + [.member(name)]))
            }
            for member in object.members where member.value.isContainer {
                guard found.count < maximumCount else { return }
                path.append(.member(member.name))
                collect(member.value, at: &path, into: &found)
                path.removeLast()
            }
        }
    }
}

extension JSONValue {
    fileprivate var isContainer: Bool {
        switch self {
        case .array, .object: true
        case .null, .bool, .number, .string: false
        }
    }
}
