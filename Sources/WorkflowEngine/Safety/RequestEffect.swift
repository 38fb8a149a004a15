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
        // Nobody knows what another method does on a path that is documented for reading.
        if kinds.isEmpty, template.stated?.kinds == nil || !operations.isEmpty, !Self.safeMethods.contains(method) {
            kinds = .changes
        }
        // What the path said before its values were known still holds.
        kinds.formUnion(template.effects)
        if kinds.onlyReads { return nil }
        self.kinds = kinds
        persons =
            kinds.contains(.texts)
            ? Self.persons(template, operations, path: path, parameters: parameters, recipient: recipient) : []
        self.amount =
            kinds.contains(.movesMoney) ? MovedAmount(operations, parameters, stated: amount).total : nil
        isAmountLate =
            self.amount == nil && kinds.contains(.movesMoney)
            && MovedAmount(operations, parameters, stated: amount).isLate
        price = operations.lazy.compactMap(\.price).first.map { Rupees(paise: $0) }
    }

    static let safeMethods: Set<String> = ["GET", "HEAD", "OPTIONS"]

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
        for parameter in parameters { persons.add(parameter.name, parameter.value) }
        // The number of a transaction in the path is nobody's.
        guard !names.isEmpty || texting.isEmpty else { return persons.all }
        for operation in texting {
            guard let known = path.known?.writtenOut else {
                // Only the run will know whom the path names.
                for name in names where operation.parameter(name)?.place == .path { persons.add(name, path) }
                continue
            }
            for parameter in Routes.parameters(of: operation, in: known) where names.contains(parameter.name) {
                persons.add(parameter.name, .known(.string(parameter.value.withoutPercentEncoding)))
            }
        }
        persons.add(path)
        return persons.all
    }
}

extension JSONValue {
    fileprivate var isPlainNumber: Bool {
        guard case .string(let text) = self else { return false }
        return text.utf8.count == 10 && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }
}
