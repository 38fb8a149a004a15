import Contract
import Expressions
import JSON
import WorkflowModel

/// How much a request moves, by the operations that it may reach and by what its step says.
///
/// It counts what a server might read: if there is a second amount somewhere, or one that is not plain digits, the amount is not
/// known.
struct MovedAmount {
    /// Nil if it is not known.
    private(set) var total: Rupees?
    /// Whether only the run will know it.
    private(set) var isLate = false

    typealias Parameter = (name: String, value: ExpressionValue)

    init(_ operations: [Operation], _ parameters: [Parameter], stated: ExpressionValue?) {
        let amounts = operations.compactMap { operation -> Effect.Amount? in
            if case .movesMoney(let amount) = operation.effect { amount } else { nil }
        }
        var known: [Rupees] = []
        var isUnknown = false
        for amount in amounts {
            switch Self.documented(amount, parameters) {
            case .known(let rupees): known.append(rupees)
            case .late: isLate = true
            case .unreadable: isUnknown = true
            case .missing:
                // Only the step can say it.
                if stated == nil { isUnknown = true }
            }
        }
        if let stated {
            if let value = stated.known {
                if let rupees = Rupees(value) { known.append(rupees) } else { isUnknown = true }
            } else {
                isLate = true
            }
        }
        isLate = isLate && !isUnknown
        // The largest is what may be moved.
        total = isUnknown || isLate ? nil : known.max()
    }

    private enum Documented {
        case known(Rupees)
        case late
        case unreadable
        case missing
    }

    private static func documented(_ amount: Effect.Amount, _ parameters: [Parameter]) -> Documented {
        switch amount {
        case .fixed(let paise): return .known(Rupees(paise: paise))
        case .unknown: return .missing
        case .parameter(let name):
            return sum(of: name, parameters) { Rupees($0) }
        case .each(let paise, let name):
            return sum(of: name, parameters) { value in
                guard case .array(let elements) = value,
                    elements.allSatisfy({ if case .object = $0 { true } else { false } })
                else { return nil }
                return Rupees(paise: paise * elements.count)
            }
        }
    }

    /// The sum of everything that has the name. A value in another place that a server might take for it is unreadable.
    private static func sum(
        of name: String, _ parameters: [Parameter], _ read: (JSONValue) -> Rupees?
    ) -> Documented {
        var total: Rupees?
        var isLate = false
        for parameter in parameters {
            guard let value = parameter.value.known else {
                if parameter.name == name { isLate = true }
                continue
            }
            if parameter.name == name {
                guard let amount = read(value) else { return .unreadable }
                total = total.map { $0 + amount } ?? amount
            } else if isLike(parameter.name, name) || hides(name, in: value) {
                return .unreadable
            }
        }
        if isLate { return .late }
        return total.map { .known($0) } ?? .missing
    }

    /// Whether a careless server could read a member by another name: `Amount`, `amount[0]`, `data.amount`.
    private static func isLike(_ other: String, _ name: String) -> Bool {
        let words = other.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber || $0 == "_") }
        return words.contains { $0 == name }
    }

    /// Whether a value has a member of the name in it, as JSON or as a string with JSON or a form in it.
    private static func hides(_ name: String, in value: JSONValue) -> Bool {
        switch value {
        case .null, .bool, .number: return false
        case .array(let elements): return elements.contains { hides(name, in: $0) }
        case .object(let object):
            return object.members.contains { isLike($0.name, name) || hides(name, in: $0.value) }
        case .string(let text):
            // A word in prose is no amount; a name with a value behind it may be one.
            return TextReadings.all(of: text).contains { reading in
                (reading.contains("{") || reading.contains("=") || reading.contains("<")) && isLike(reading, name)
            }
        }
    }
}
