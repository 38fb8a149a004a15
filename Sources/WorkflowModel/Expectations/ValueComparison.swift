import Expressions
import JSON

/// How an actual value differs from an expected one.
struct ValueDifference {
    /// Whether the two are of different types, so that they are unequal whatever their values. Null is no such type as
    /// an operand: whatever is not null is something else.
    let isOfWrongType: Bool
    /// Whether the two are written the same, and differ only in a type somewhere.
    let looksEqual: Bool

    init(_ actual: JSONValue, from expected: JSONValue) {
        isOfWrongType = expected != .null && JSONTypes(of: actual) != JSONTypes(of: expected)
        looksEqual = Self.looksEqual(actual, expected)
    }

    private static func looksEqual(_ left: JSONValue, _ right: JSONValue) -> Bool {
        switch (left, right) {
        case (.array(let left), .array(let right)):
            return left.count == right.count && zip(left, right).allSatisfy { looksEqual($0, $1) }
        case (.object(let left), .object(let right)):
            guard left.count == right.count else { return false }
            return right.members.allSatisfy { member in
                left[member.name].map { looksEqual($0, member.value) } ?? false
            }
        case (.array, _), (.object, _), (_, .array), (_, .object): return false
        case (.number(let number), .string(let text)), (.string(let text), .number(let number)):
            return JSONNumber(text) == number
        default: return left == right || left.writtenOut.utf8.elementsEqual(right.writtenOut.utf8)
        }
    }
}
