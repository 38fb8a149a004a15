import Contract
import WorkflowModel

extension GeneratedPage {
    static let operations = GeneratedPage(
        "Operations", "operations",
        "Every documented operation of the API: its name for `call`, what it does, and its parameters.",
        """
        Call an operation by its name, and give its parameters in `with`. Its method and path work as well.

        ```yaml
        - call:
            operation: customer
            with: { customer_id: "9002336768" }
        ```

        What an operation does decides how ekoflow treats it. `reads`: it can be polled and tried again. `changes`, `priced`, `texts` and `moves_money`: it is recorded
        before it is made, and never repeated; `limits` of the environment bound the last three. `texts` names the parameter
        with the number that gets the SMS, and `moves_money` the parameter with the amount in rupees.

        Every operation takes `initiator_id`, which comes from the environment. Most take `client_ref_id`, which is made for each call. A
        parameter with `?` is optional, and a parameter with (file) is a file. An `otp` that is left out comes from the
        environment's `otp_source`, for the number in `customer_id` or `mobile`.

        \(markdownTable(
            ["name", "what it does", "effect", "method and path", "parameters"],
            Operation.all.map { operation in
                [
                    "`\(operation.name)`", operation.title, operation.effect.text,
                    "`\(operation.method.rawValue) \(operation.path)`", operation.ownParameters,
                ]
            }))
        """)
}

extension Operation {
    /// Its parameters without those that every operation takes.
    var ownParameters: String {
        parameters.filter { !["initiator_id", "client_ref_id"].contains($0.name) }.map { parameter in
            "`\(parameter.name)\(parameter.isRequired ? "" : "?")`" + (parameter.isFile ? " (file)" : "")
        }.joined(separator: " ")
    }
}

extension Effect {
    /// For people: `texts customer_id`.
    var text: String {
        let word = kinds.words.joined(separator: ", ")
        switch self {
        case .reads, .changes, .priced: return word
        case .texts(.parameter(let name)): return "\(word) `\(name)`"
        case .texts(.customerOfTransaction): return "\(word) the customer of the transaction"
        case .movesMoney(.parameter(let name)): return "\(word) `\(name)`"
        case .movesMoney(.fixed(let paise)): return "\(word) \(Rupees(paise: paise).text)"
        case .movesMoney(.each(let paise, let name)):
            return "\(word) \(Rupees(paise: paise).text) for each of `\(name)`"
        case .movesMoney(.unknown): return "\(word), an amount that the call does not say"
        }
    }
}
