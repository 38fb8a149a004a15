/// A reader of untrusted bytes that a fuzzer drives, and what must hold of whatever it reads.
///
/// A subject traps where something does not hold, which is what a fuzzer looks for. Found inputs are kept beside the tests,
/// which run them again without a fuzzer.
package struct FuzzSubject: Sendable {
    package let name: String
    /// Reads an input. Returns where everything that must hold did, whether or not the input was well-formed.
    package let check: @Sendable (_ input: [UInt8]) async -> Void

    package static let all = [json, jsonPath, yaml, expressions, response]
}
