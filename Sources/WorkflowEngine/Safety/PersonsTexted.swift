import Contract
import Expressions
import JSON
import WorkflowModel

/// Collects whom a request texts, from all of its members.
///
/// A server may read a number from a member that no document names. So every mobile number counts, wherever it is, and
/// every value of a member whose name says that it is a number, even if it does not look like one.
struct PersonsTexted {
    /// The documented parameters of the number.
    private let parameters: [String]
    /// Parameters that name somebody else, or nobody.
    private let parametersOfOthers: Set<String>
    private var found: [ExpressionValue] = []
    private var counts: [String: Int] = [:]

    /// The name under which the number is added that a step states.
    static let statedRecipient = "mobile"

    /// `operations` are those that text somebody: their other documented parameters hold nobody's number.
    init(parameters: [String], of operations: [Operation]) {
        self.parameters = parameters
        var others: Set = ["initiator_id", "client_ref_id", "csp_id", "user_code"]
        for operation in operations { others.formUnion(operation.parameters.lazy.filter { !$0.isList }.map(\.name)) }
        parametersOfOthers = others.filter { !parameters.contains($0) && !Self.soundsLikeNumber($0) }
    }

    /// The persons, each once for each message; an empty string if there are none.
    var all: [ExpressionValue] { found.isEmpty ? [.known("")] : found }

    /// Adds the persons of a parameter of the query, or of a member at the top level of the body.
    mutating func add(_ name: String, _ value: ExpressionValue) {
        guard let known = value.known else {
            if isNumberName(name) { found.append(value) }
            return
        }
        if parametersOfOthers.contains(name), !known.isCollection { return }
        add(persons(in: known, named: name))
    }

    /// Adds the persons in the path.
    mutating func add(_ path: ExpressionValue) {
        guard let path = path.known else { return }
        add(Self.numbers(in: path.writtenOut.withoutPercentEncoding))
    }

    /// A number that is in several members is one person. A number that one member has twice is texted twice.
    private mutating func add(_ persons: [String]) {
        var own: [String: Int] = [:]
        for person in persons {
            own[person, default: 0] += 1
            guard own[person, default: 0] > counts[person, default: 0] else { continue }
            counts[person, default: 0] += 1
            found.append(.known(.string(person)))
        }
    }

    private func persons(in value: JSONValue, named name: String) -> [String] {
        Self.numbers(in: name) + (isNumberName(name) ? written(value) : numbers(in: value))
    }

    private func numbers(in value: JSONValue) -> [String] {
        switch value {
        case .null, .bool: []
        case .string(let text): Self.numbers(in: text)
        case .number(let number): MobileNumbers.all(in: number.int.map { "\($0)" } ?? number.text)
        case .array(let elements): elements.flatMap(numbers)
        case .object(let object): object.members.flatMap { persons(in: $0.value, named: $0.name) }
        }
    }

    /// The numbers in a text as any server reads it: of each, as many as in the reading that has the most.
    private static func numbers(in text: String) -> [String] {
        let readings = TextReadings.all(of: text)
        var found = MobileNumbers.all(in: readings[0])
        for reading in readings.dropFirst() {
            var known = Dictionary(found.map { ($0, 1) }, uniquingKeysWith: +)
            for number in MobileNumbers.all(in: reading) {
                if let count = known[number], count > 0 { known[number] = count - 1 } else { found.append(number) }
            }
        }
        return found
    }

    /// The persons in a value that its name calls a number, each as written.
    private func written(_ value: JSONValue) -> [String] {
        switch value {
        case .null, .bool: return []
        case .number(let number): return [number.text]
        case .array(let elements): return elements.flatMap(written)
        case .object(let object): return object.members.flatMap { Self.numbers(in: $0.name) + written($0.value) }
        case .string(let text):
            let parts = text.unicodeScalars.split(whereSeparator: MobileNumbers.isBetweenNumbers).map {
                String($0).trimmingSpaces
            }.filter { !$0.isEmpty }
            guard parts.count > 1 else {
                let numbers = Self.numbers(in: text)
                return numbers.count > 1 ? numbers : text.isEmpty ? [] : [text]
            }
            return parts.flatMap { part in
                let numbers = Self.numbers(in: part)
                return numbers.count > 1 ? numbers : [part]
            }
        }
    }

    /// Whether a member of this name holds a number: `mobile`, `Mobile`, `data.mobile`, `mobile[0]`, `phone_no`.
    private func isNumberName(_ name: String) -> Bool {
        parameters.contains(name) || Self.soundsLikeNumber(name)
    }

    private static func soundsLikeNumber(_ name: String) -> Bool {
        var letters = name.lowercased().filter { $0.isASCII && $0.isLetter }[...]
        for ending in ["s", "number", "no", "num"] where letters.hasSuffix(ending) {
            letters = letters.dropLast(ending.count)
        }
        return ["mobile", "phone", "msisdn", "whatsapp"].contains { letters.hasSuffix($0) }
    }
}

extension JSONValue {
    fileprivate var isCollection: Bool {
        switch self {
        case .array, .object: true
        case .null, .bool, .number, .string: false
        }
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        let start = drop { $0.isWhitespace }
        return start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) } ?? ""
    }

    /// With each encoded byte decoded.
    package var withoutPercentEncoding: String {
        var bytes: [UInt8] = []
        var rest = Array(utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let decoded = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(decoded)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
