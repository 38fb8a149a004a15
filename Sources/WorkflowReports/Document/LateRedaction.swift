import JSON

/// Hides, in steps that are already composed, the secrets that their workflow learnt after them: an OTP in the answer to its send is
/// known only when a later step verifies it.
package struct LateRedaction: Sendable {
    let redactor: Redactor
    let surrogates: Surrogates
    /// How many steps were composed too early.
    let stepCount: Int

    func apply(to suite: inout ReportSuite) {
        for index in suite.testcases.indices.prefix(stepCount) {
            let testcase = suite.testcases[index]
            let json = testcase.json
            guard redactor.replacingSecretsOfSuite(in: json, with: { _ in Redactor.mask }) != json,
                case .object(let object)? = try? parseJSON(Array(json.utf8))
            else { continue }
            suite.testcases[index] = ReportTestcase(
                JSONObject(
                    object.members.map { member in
                        // In a recording, a surrogate keeps the form, so that the response can be judged again.
                        let isRecording = member.name == "exchange"
                        return (
                            member.name, hidden(member.value) { isRecording ? surrogates.secret($0) : Redactor.mask }
                        )
                    }))
        }
    }

    private func hidden(_ value: JSONValue, _ replacement: (String) -> String) -> JSONValue {
        switch value {
        case .null, .bool: value
        case .number(let number):
            JSONNumber(redactor.replacingSecretsOfSuite(in: number.text, with: replacement)).map { .number($0) }
                ?? value
        case .string(let text): .string(redactor.replacingSecretsOfSuite(in: text, with: replacement))
        case .array(let elements): .array(elements.map { hidden($0, replacement) })
        case .object(let object):
            .object(
                JSONObject(
                    object.members.map {
                        (
                            redactor.replacingSecretsOfSuite(in: $0.name, with: replacement),
                            hidden($0.value, replacement)
                        )
                    }))
        }
    }
}
