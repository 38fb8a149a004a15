import Contract
import Expressions
import JSON
import Source
import YAML

/// An operation that has a kind of step of its own.
struct APIEndpoint: Sendable {
    let operation: Operation
    /// All its parameters: the common ones, and then its own.
    let parameters: [APIParameter]
    let keys: [KeySpec]
    /// The keys of a step that may leave out what is required.
    let optionalKeys: [KeySpec]

    /// `parameters` are its own, without the common ones.
    init(_ operation: Operation, parameters: [APIParameter]) {
        self.operation = operation
        self.parameters = [.initiatorID, .clientReferenceID] + parameters
        keys = self.parameters.map { $0.key(required: $0.fallback == .required) }
        optionalKeys = self.parameters.map { $0.key(required: false) }
    }
}

/// A parameter of an endpoint. All parameters are strings.
struct APIParameter: Sendable {
    /// What is sent if the step gives no value.
    enum Fallback: Sendable {
        /// The step must give a value.
        case required
        case environmentInitiator
        case uniqueReference
        /// The environment's `otp_source` gives the OTP for the number in another parameter.
        case otpSource
    }

    let name: String
    let format: ParameterFormat
    let fallback: Fallback
    let summary: String

    init(_ name: String, _ format: ParameterFormat, fallback: Fallback = .required, _ summary: String) {
        self.name = name
        self.format = format
        self.fallback = fallback
        self.summary = summary
    }

    /// Common to every endpoint: the registered mobile number of the API user.
    static let initiatorID = APIParameter(
        "initiator_id", .nonEmpty, fallback: .environmentInitiator,
        "the registered mobile number of the API user; the environment's number if left out")

    /// Common to every endpoint: a reference of the caller's own, unique per call.
    static let clientReferenceID = APIParameter(
        "client_ref_id", .atMost(characters: 20), fallback: .uniqueReference,
        "your own reference, unique for each call; unique_ref() if left out")

    static let mobile = APIParameter("mobile", .digits(count: 10), "the customer's 10-digit mobile number")

    fileprivate func key(required: Bool) -> KeySpec { KeySpec(name, .optionalText, required: required, summary) }

    /// The value that is sent if the step gives none; nil if there is no such value.
    func fallbackValue(at range: SourceRange) -> ValueTemplate? {
        switch fallback {
        case .required, .otpSource: nil
        case .environmentInitiator:
            .expression(
                .reference(
                    Reference(root: .env, path: MemberPath(segments: [.member("initiator_id")]), range: range)))
        case .uniqueReference: .expression(.call(FunctionCall(function: .uniqueRef, arguments: [], range: range)))
        }
    }
}

extension DecodingContext {
    /// Reads the parameters of an endpoint. Unknown and missing ones are errors. With `allow_invalid`, a parameter that
    /// is null is left out of the request.
    mutating func request(of endpoint: APIEndpoint, _ entry: YAMLEntry, options: StepOptions) -> RequestTemplate? {
        let keys = options.allowsInvalid ? endpoint.optionalKeys : endpoint.keys
        guard entry.value.mapping != nil else {
            return reject(
                .wrongKind(
                    entry, expected: "a mapping with the parameters of \(entry.key.value)",
                    help: entry.value.helpToBeMapping(keys: keys.map(\.name))))
        }
        guard let mapping = mapping(entry.value, keys: keys, subject: "'\(entry.key.value)'") else { return nil }
        var lacksOTP: String?
        let parameters = endpoint.parameters.compactMap { parameter -> RequestParameter? in
            if let given = mapping[parameter.name] {
                let value = self.parameter(given, parameter, options: options)
                // Null leaves a parameter out only if that is allowed; otherwise the parameter is filled in.
                if value != nil || options.allowsInvalid || parameter.fallback == .required { return value }
            }
            if parameter.fallback == .otpSource {
                lacksOTP = parameter.name
            }
            return parameter.fallbackValue(at: entry.key.range).map {
                RequestParameter(name: parameter.name, value: $0, format: parameter.format, range: entry.key.range)
            }
        }
        let missingOTP = lacksOTP.map { name in
            RequestTemplate.MissingOTP(
                parameter: name, recipient: parameters.first { $0.name == APIParameter.mobile.name },
                isRequired: true, range: entry.key.range)
        }
        let operation = endpoint.operation
        let isQuery = operation.method == .get
        return RequestTemplate(
            method: operation.method.rawValue, path: .literal(.string(operation.path)),
            query: isQuery ? parameters : [],
            body: isQuery ? nil : .json(parameters), headers: [], operation: operation, effects: operation.effect.kinds,
            missingOTP: missingOTP)
    }

    private mutating func parameter(
        _ entry: YAMLEntry, _ parameter: APIParameter, options: StepOptions
    ) -> RequestParameter? {
        let range = entry.rangeToBlame
        guard let value = textValue(entry) else {
            if !options.allowsInvalid && parameter.fallback == .required {
                report(
                    .missingParameter, "'\(entry.key.value)' is required and has no value", at: range,
                    help: "to leave it out all the same, add allow_invalid: true to the step")
            }
            return nil
        }
        guard let literal = value.literal, !options.allowsInvalid else {
            return RequestParameter(
                name: parameter.name, value: value, format: options.allowsInvalid ? nil : parameter.format, range: range
            )
        }
        if let expected = parameter.format.violation(literal) {
            let help =
                entry.value.endsInComma
                ? "remove the comma at its end"
                : referenceMeant(by: literal.writtenOut).map { "write ${{ \($0) }}" }
            report(
                .invalidParameter(
                    parameter.name, expected: expected, found: literal.writtenOut, at: range, help: help))
        } else {
            warnOfBareReference(entry.value)
        }
        return RequestParameter(name: parameter.name, value: value, format: parameter.format, range: range)
    }
}

extension Diagnostic {
    /// A parameter whose value the API does not accept. `help` is nil for the help that its value suggests.
    package static func invalidParameter(
        _ name: String, expected: String, found: String, at range: SourceRange, help: String? = nil, notes: [Note] = []
    ) -> Diagnostic {
        let digits = found.filter { $0.isASCII && $0.isNumber }
        // Only a known prefix or separators are dropped: if a number has a digit too many, nobody knows which one.
        let isWhole = ["": 10, "0": 11, "91": 12].contains { digits.hasPrefix($0.key) && digits.count == $0.value }
        let isNumberWithMore = expected == "10 digits" && isWhole && !found.contains(where: \.isLetter)
        let oddity =
            found.curlyQuotes.map { "\($0): remove them" }
            ?? found.invisibleCharacters.map { "it has an invisible character in it: \($0)" }
        return .error(
            .invalidParameter, "'\(name)' must be \(expected), found '\(found)'", at: range,
            help: help ?? oddity ?? found.withASCIIDigits.map { "write the digits 0-9: \($0)" }
                ?? (isNumberWithMore
                    ? "write its last 10 digits alone, without spaces and signs"
                    : "check it; to send it all the same, add allow_invalid: true to the step"),
            notes: notes)
    }
}
