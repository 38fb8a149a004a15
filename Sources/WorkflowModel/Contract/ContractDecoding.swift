import Contract
import Source
import YAML

extension DecodingContext {
    mutating func contractMode(_ entry: YAMLEntry) -> ContractMode? {
        choice(entry, of: ContractMode.allCases.map(\.rawValue)).flatMap { ContractMode(rawValue: $0) }
    }

    /// Reports what a step expects and captures although it can never be there.
    mutating func check(
        _ expectations: inout [Expectation], _ captures: [Capture], of endpoint: Operation?,
        undocumented: [Located<String>]
    ) {
        let isPlain = captures.isEmpty && undocumented.isEmpty && expectations.allSatisfy(\.isDefault)
        guard !isPlain else { return }
        var known = expectations.map(\.known)
        if let endpoint {
            let allowed = answers(of: endpoint, allowedBy: expectations)
            let check = ContractCheck(allowed, expectations, undocumented: undocumented)
            // An example does not show everything that an answer can have.
            if endpoint.isOfOTP { known = expectations.map(check.known) }
            for problem in check.problems(Array(zip(expectations, known)), captures) {
                report(endpoint.isOfOTP ? problem : problem.asWarning)
            }
        }
        for index in expectations.indices where !expectations[index].isDefault {
            for problem in expectations[index].problemsAsWritten(known[index]) { report(problem.diagnostic) }
            // A plan judges the others again, when it knows their values.
            if expectations[index].hasExpressions { expectations[index] = expectations[index].knowing(known[index]) }
        }
    }

    /// Reports keys about the documented answers of a step that has none.
    mutating func rejectContract(_ step: DecodedMapping, _ stated: StatedExpectations?) {
        let ofStep = ["contract", "undocumented"].compactMap { step[$0]?.key.range }
        let ofExpectations = (stated?.expectations ?? []).filter(\.subject.isContract).map(\.range)
        for range in ofStep + ofExpectations {
            report(
                .meaninglessKey, "ekoflow knows no documented answers of this call", at: range,
                help: "remove it, or check the body with 'schema'")
        }
    }
}
