import Contract
import Expressions
import JSON
import WorkflowModel

/// What a request does besides answering, as far as its values are known.
struct RequestEffect: Sendable {
    let kinds: EffectKinds
    /// The persons that it texts, each once for each message; an empty string for a person whom it does not name.
    let persons: [ExpressionValue]
    /// What it moves; nil if that is not known, or it moves nothing.
    let amount: Rupees?
    /// Whether only the run will know what it moves.
    let isAmountLate: Bool
    /// What it costs, if that is known.
    let price: Rupees?

    /// The numbers that it texts.
    var recipients: [String] { persons.map(\.shown.writtenOut) }
}

extension RequestEffect {
    /// The operations that a request may reach, and what the step says, decide what it does. Nil if it only reads.
    init?(
        _ template: RequestTemplate, method: String, url: String, path: ExpressionValue,
        parameters: [(name: String, value: ExpressionValue)], recipient: ExpressionValue?, amount: ExpressionValue?
    ) {
        let operations: [Operation]
        if template.pathRange == nil, let own = template.operation {
            operations = [own]
        } else {
            operations = Routes.possibleOperations(method: method, path: url)
        }
        var kinds = operations.reduce(into: template.stated?.kinds ?? []) { $0.formUnion($1.effect.kinds) }
        if operations.isEmpty, template.stated?.kinds == nil, !Self.safeMethods.contains(method) { kinds = .changes }
        // What the path said before its values were known still holds.
        kinds.formUnion(template.effects)
        if kinds.onlyReads { return nil }
        self.kinds = kinds
        persons =
            kinds.contains(.texts)
            ? Self.persons(template, operations, path: path, parameters: parameters, recipient: recipient) : []
        self.amount =
            kinds.contains(.movesMoney)
            ? Self.amount(operations, parameters: parameters)
                ?? (amount?.known).flatMap { Rupees($0) } : nil
        isAmountLate = self.amount == nil && Self.isLate(operations, parameters: parameters, amount: amount)
        price = operations.lazy.compactMap(\.price).first.map { Rupees(paise: $0) }
    }

    static let safeMethods: Set<String> = ["GET", "HEAD", "OPTIONS"]

    /// Whether a value that says the amount is not known yet.
    private static func isLate(
        _ operations: [Operation], parameters: [(name: String, value: ExpressionValue)], amount: ExpressionValue?
    ) -> Bool {
        if let amount, amount.known == nil { return true }
        return operations.contains { operation in
            switch operation.effect {
            case .movesMoney(.parameter(let name)), .movesMoney(.each(_, let name)):
                parameters.contains { $0.name == name && $0.value.known == nil }
            default: false
            }
        }
    }

    /// The largest amount that one of the operations would move.
    private static func amount(
        _ operations: [Operation], parameters: [(name: String, value: ExpressionValue)]
    ) -> Rupees? {
        operations.compactMap { operation -> Rupees? in
            guard case .movesMoney(let amount) = operation.effect else { return nil }
            func value(_ name: String) -> JSONValue? { parameters.last { $0.name == name }?.value.known }
            switch amount {
            case .parameter(let name): return sum(of: name, parameters)
            case .fixed(let paise): return Rupees(paise: paise)
            case .each(let paise, let name):
                guard case .array(let elements)? = value(name) else { return nil }
                return Rupees(paise: paise * elements.count)
            case .unknown: return nil
            }
        }.max()
    }

    /// The sum of all parameters of a name, as of the objects in a list; nil if one of them is not known.
    private static func sum(of name: String, _ parameters: [(name: String, value: ExpressionValue)]) -> Rupees? {
        var sum: Rupees?
        for parameter in parameters where parameter.name == name {
            guard let amount = parameter.value.known.flatMap({ Rupees($0) }) else { return nil }
            sum = sum.map { $0 + amount } ?? amount
        }
        return sum
    }

    private static func persons(
        _ template: RequestTemplate, _ operations: [Operation], path: ExpressionValue,
        parameters: [(name: String, value: ExpressionValue)], recipient: ExpressionValue?
    ) -> [ExpressionValue] {
        let texting = operations.filter { $0.effect.kinds.contains(.texts) }
        var names: [String] = []
        for operation in texting {
            if case .texts(.parameter(let name)) = operation.effect { names.append(name) }
        }
        // The number of a step of a documented kind, if it is a plain number: such a step has no other parameter that
        // holds one.
        if template.pathRange == nil, let name = names.first,
            let value = parameters.last(where: { $0.name == name })?.value, value.known?.isPlainNumber ?? false
        {
            return [value]
        }
        var persons = PersonsTexted(parameters: names, of: texting)
        if let recipient { persons.add(PersonsTexted.statedRecipient, recipient) }
        // A transaction is no person, and no other value of such a request is either.
        if !names.isEmpty || texting.isEmpty {
            for parameter in parameters { persons.add(parameter.name, parameter.value) }
            for operation in texting {
                guard let path = path.known?.writtenOut else { continue }
                for parameter in Routes.parameters(of: operation, in: path) where names.contains(parameter.name) {
                    persons.add(parameter.name, .known(.string(parameter.value.withoutPercentEncoding)))
                }
            }
            persons.add(path)
        }
        return persons.all
    }
}

extension JSONValue {
    fileprivate var isPlainNumber: Bool {
        guard case .string(let text) = self else { return false }
        return text.utf8.count == 10 && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }
}
