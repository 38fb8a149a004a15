/// A parser of untrusted bytes that a fuzzer drives, with checks for all of its results.
///
/// A failed check traps, which is what a fuzzer looks for. Inputs that were found are kept with the tests, which run
/// them again without a fuzzer.
package struct FuzzSubject: Sendable {
    package let name: String
    /// Reads an input, valid or not. Returns if all checks hold.
    package let check: @Sendable (_ input: [UInt8]) async -> Void

    package static let all = [
        json, jsonPath, yaml, expressions, response, imports, cases, schemas, patterns, reports, redactions, requests,
    ]
}
