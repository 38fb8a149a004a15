import Contract
import JSON

extension Operation {
    /// The parameter with the number of the person whom it texts.
    var textedParameter: String? {
        if case .texts(.parameter(let name)) = effect { name } else { nil }
    }

    /// The parameters that can hold the number of the person that a call is about, the most likely one first.
    var personParameters: [String] {
        let names = ["mobile", "customer_id", "customer_mobile", "confirmation_mobile_no", "recipient_mobile", "phone"]
        return (textedParameter.map { [$0] } ?? []) + names.filter { parameter($0) != nil && $0 != textedParameter }
    }

    /// The number in the first parameter that can name a person.
    func person(_ values: JSONObject) -> String? {
        personParameters.lazy.compactMap { values.parameterText($0) }.first
    }
}
