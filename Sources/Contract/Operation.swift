import Synchronization

/// An operation of the API, as its documentation describes it: https://eps.eko.in/docs
///
/// A class, because there is one of each, and steps refer to it.
package final class Operation: Sendable {
    /// The name by which a `call` can call it; for the OTP operations, the kind of their steps: `send_otp`.
    package let name: String
    /// For people: `Send OTP`.
    package let title: String
    package let method: Method
    /// Below the base URL, with the names of parameters in it: `/customer/account/{customer_id}`.
    package let path: String
    /// What it does besides answering.
    package let effect: Effect
    /// In paise for each successful call; nil if the price is not known.
    package let price: Int?
    /// How its parameters are sent, unless they are in the path or in the query.
    package let encoding: Encoding
    /// All its parameters: the common ones, those of the path, and then its own.
    package let parameters: [Parameter]

    private let documentedAnswers: [DocumentedAnswer]
    private let allAnswers = Mutex<[DocumentedAnswer]?>(nil)

    /// The HTTP method of an operation.
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
    }

    /// How the parameters of a body are sent.
    package enum Encoding: Sendable {
        case json
        /// `multipart/form-data`: files, and one part with the other parameters in JSON.
        case multipart
    }

    /// Whether an operation takes the common parameter `client_ref_id`.
    enum Reference {
        case none, optional, required
    }

    init(
        _ name: String, _ title: String, _ method: Method, _ path: String, _ effect: Effect, price: Int? = nil,
        reference: Reference = .optional, encoding: Encoding = .json, parameters: String,
        answers: [DocumentedAnswer]
    ) {
        self.name = name
        self.title = title
        self.method = method
        self.path = path
        self.effect = effect
        self.price = price
        self.encoding = encoding
        let place: Parameter.Place = method == .get ? .query : .body
        var all = [Parameter(name: "initiator_id", place: place, isRequired: true)]
        if reference != .none {
            all.append(Parameter(name: "client_ref_id", place: place, isRequired: reference == .required))
        }
        all += RouteTemplate.parameterNames(of: path).map { Parameter(name: $0, place: .path, isRequired: true) }
        all += parameters.split(whereSeparator: \.isWhitespace).map { Parameter($0, place: place) }
        self.parameters = all
        documentedAnswers = answers.withOwnNames
    }

    /// Its documented answers: its own, and those that every operation can give.
    package var answers: [DocumentedAnswer] {
        allAnswers.withLock { known in
            if let known { return known }
            let all = documentedAnswers + .ofEveryOperation(parameters.map(\.name))
            known = all
            return all
        }
    }

    /// The answers that only its own documentation has.
    package var ownAnswers: [DocumentedAnswer] { documentedAnswers }

    /// The answers with which it reports success.
    package var successes: [DocumentedAnswer] { documentedAnswers.filter(\.isSuccess) }

    /// Every `response_type_id` that its answers can have.
    package var responseTypes: Set<Int> { answers.reduce(into: []) { $0.formUnion($1.responseTypes) } }

    /// Where a parameter is sent. One that is not documented goes where the operation's own parameters go.
    package func place(of name: String) -> Parameter.Place {
        parameter(name)?.place ?? (method == .get ? .query : .body)
    }

    package func parameter(_ name: String) -> Parameter? { parameters.first { $0.name == name } }
}

extension Operation {
    /// A parameter of an operation. All values are strings, unless it is a list.
    package struct Parameter: Sendable {
        package let name: String
        package let place: Place
        package let isRequired: Bool
        package var isList = false
        /// Whether it is a file.
        package var isFile = false

        /// Where a parameter is sent.
        package enum Place: String, Sendable {
            case path, query, body
        }

        init(name: String, place: Place, isRequired: Bool) {
            self.name = name
            self.place = place
            self.isRequired = isRequired
        }

        /// Reads a parameter as the catalogue writes it: `otp`, `state?` if it is optional, `entries[]` if it is a list,
        /// `pan_card@` if it is a file.
        fileprivate init(_ text: Substring, place: Place) {
            var name = text
            isRequired = name.last != "?"
            if !isRequired { name.removeLast() }
            isList = name.hasSuffix("[]")
            if isList { name.removeLast(2) }
            isFile = name.last == "@"
            if isFile { name.removeLast() }
            self.name = String(name)
            self.place = place
        }
    }
}
