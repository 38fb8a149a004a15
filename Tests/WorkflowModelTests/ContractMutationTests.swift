import JSON
import Source
import Testing
import YAML

@testable import WorkflowModel

/// Edits of valid steps that no documented answer satisfies must all be found before a request, and valid variations
/// must pass without a word. The table of the documentation here is its own, so that a mistake in the product's table is
/// found too.
struct ContractMutationTests {
    private struct Endpoint {
        let step: String
        /// The members of `data` of its success, all of them strings.
        let data: [String]
        let type: Int
        /// Members that only other endpoints answer.
        let foreign: [String]
        let parameters: [String]
    }

    private static let endpoints = [
        Endpoint(
            step: "send_otp: { mobile: \"9002336768\", csp_id: \"1\" }",
            data: ["client_ref_id", "initiator_id", "otp_expiry_timestamp", "tid"], type: 1623,
            foreign: ["otp_verification_token", "mobile"],
            parameters: ["initiator_id", "client_ref_id", "csp_id", "mobile"]),
        Endpoint(
            step: "verify_otp: { mobile: \"9002336768\", otp: \"1234\" }",
            data: ["client_ref_id", "otp_verification_token", "initiator_id", "mobile", "tid"], type: 1632,
            foreign: ["otp_expiry_timestamp"], parameters: ["initiator_id", "client_ref_id", "mobile", "otp"]),
        Endpoint(
            step: "validate_token: { otp_verification_token: \"abc\" }",
            data: ["client_ref_id", "otp_verification_token", "initiator_id", "mobile", "tid"], type: 1633,
            foreign: ["otp_expiry_timestamp"],
            parameters: ["initiator_id", "client_ref_id", "otp_verification_token"]),
        Endpoint(
            step:
                "call: { method: POST, path: /tools/kyc/mobile/otp, body: { mobile: \"9002336768\", csp_id: \"1\" } }",
            data: ["client_ref_id", "initiator_id", "otp_expiry_timestamp", "tid"], type: 1623,
            foreign: ["otp_verification_token", "mobile"],
            parameters: ["initiator_id", "client_ref_id", "csp_id", "mobile"]),
    ]
    private static let numbers = ["status", "response_status_id", "response_type_id"]

    /// Always the same numbers, so that a failure can be found again.
    private struct Random: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }
    }

    @Test("2,000 edits that no documented answer satisfies are all found before a request")
    func edits() async {
        var random = Random(state: 18)
        var missed: [String] = []
        for number in 0..<2_000 {
            let endpoint = Self.endpoints[number % Self.endpoints.count]
            await Task.yield()
            let edit = Self.edit(endpoint, &random)
            if !Self.diagnostics(endpoint, edit).contains(where: { $0.severity == .error }) { missed.append(edit) }
        }
        #expect(missed == [])
    }

    @Test("500 valid variations are accepted without a word")
    func variations() async {
        var random = Random(state: 81)
        for number in 0..<500 {
            let endpoint = Self.endpoints[number % Self.endpoints.count]
            await Task.yield()
            let variation = Self.variation(endpoint, &random)
            let diagnostics = Self.diagnostics(endpoint, variation)
            #expect(diagnostics.map(\.message) == [], "\(endpoint.step)\n\(variation)")
        }
    }

    private static func diagnostics(_ endpoint: Endpoint, _ lines: String) -> [Diagnostic] {
        let text = "steps:\n  - id: a\n    \(endpoint.step)\n    \(lines)\n"
        let file = SourceFile(path: "test.yml", text: text)
        let (root, problems) = parseYAML(file)
        return problems + Workflow.decode(root, in: file, files: NoFiles()).diagnostics
    }

    private struct NoFiles: LinkedFiles {
        func path(of file: SourceFile) -> String { file.path }
        func read(_ path: String, from file: SourceFile) throws(LinkError) -> SourceFile {
            throw LinkError(reason: "no such file")
        }
    }

    // MARK: - Edits

    private static func edit(_ endpoint: Endpoint, _ random: inout Random) -> String {
        switch Int.random(in: 0..<9, using: &random) {
        case 7: "capture: { x: \"${{ response.body.\(misspelt(endpoint, &random)) }}\" }"
        case 8:
            [
                "expect: { body: { data: { contains_object: { tidd: \"1\" } } } }",
                "expect: { body: { data: { contains_object: { tid: 5 } } } }",
                "expect: { body: { $: { contains_object: { status: \"0\" } } } }",
            ].randomElement(using: &random)!
        case 0: "expect: { body: { \(form(misspelt(endpoint, &random), &random)): { exists: true } } }"
        case 1: "capture: { x: \"\(misspelt(endpoint, &random))\" }"
        case 2: "expect: { body: { \(valueOfWrongType(endpoint, &random)) } }"
        case 3: "expect: { body: { \(operatorOfWrongType(endpoint, &random)) } }"
        case 4:
            "expect: { body: { data.tid: \"${{ response.body.\(misspelt(endpoint, &random)) }}\" } }"
        case 5: "capture: { x: \"$.\(misspelt(endpoint, &random))\" }"
        // A member of a refusal in a success, and the other way round.
        default:
            Bool.random(using: &random)
                ? "expect: { body: { status: 0, invalid_params.mobile: { exists: true } } }"
                : "expect: { body: { status: 461, data.\(endpoint.data.randomElement(using: &random)!): { exists: true } } }"
        }
    }

    /// A path that is not documented, but near one that is.
    private static func misspelt(_ endpoint: Endpoint, _ random: inout Random) -> String {
        let known = Set(
            numbers + ["message", "data"] + endpoint.data.map { "data.\($0)" } + [
                "invalid_params", "invalid_parameters",
            ])
        while true {
            var path = (numbers + ["message"] + endpoint.data.map { "data.\($0)" }).randomElement(using: &random)!
            switch Int.random(in: 0..<7, using: &random) {
            case 0: path = "body.\(path)"
            case 1: path = "response.body.\(path)"
            case 2: path = "data.\(endpoint.foreign.randomElement(using: &random)!)"
            case 3: path.removeFirst("data.".count > path.count || !path.hasPrefix("data.") ? 1 : 5)
            case 4:
                path.insert(
                    "x", at: path.index(path.startIndex, offsetBy: Int.random(in: 1..<path.count, using: &random)))
            case 5:
                path.remove(at: path.index(path.startIndex, offsetBy: Int.random(in: 0..<path.count, using: &random)))
            default: path += path.hasPrefix("data.") ? ".value" : "s"
            }
            let isPath = !path.hasPrefix(".") && !path.hasSuffix(".") && !path.contains("..") && !path.isEmpty
            if isPath, !known.contains(path) { return path }
        }
    }

    /// The path as members, or as a JSONPath.
    private static func form(_ path: String, _ random: inout Random) -> String {
        switch Int.random(in: 0..<3, using: &random) {
        case 0: path
        case 1: "\"$.\(path)\""
        default: "\"$\(path.split(separator: ".").map { "['\($0)']" }.joined())\""
        }
    }

    private static func valueOfWrongType(_ endpoint: Endpoint, _ random: inout Random) -> String {
        let operand = [
            "X", "{ equals: X }", "{ not: X }", "{ not_equals: X }", "{ one_of: [X] }", "{ not: { one_of: [X] } }",
        ]
        .randomElement(using: &random)!
        if Bool.random(using: &random) {
            let name = numbers.randomElement(using: &random)!
            let value = ["\"0\"", "\"1623\"", "true", "[0]", "done"].randomElement(using: &random)!
            return "\(form(name, &random)): \(operand.replacing("X", with: value))"
        }
        let name = "data.\(endpoint.data.randomElement(using: &random)!)"
        let value = ["2886978475", "0", "true", "[a]", "1.5"].randomElement(using: &random)!
        return "\(form(name, &random)): \(operand.replacing("X", with: value))"
    }

    private static func operatorOfWrongType(_ endpoint: Endpoint, _ random: inout Random) -> String {
        let negations = ["X", "{ not: X }", "{ all_of: [X] }"]
        let negation = negations.randomElement(using: &random)!
        if Bool.random(using: &random) {
            let name = numbers.randomElement(using: &random)!
            let matcher = [
                "{ matches: a }", "{ contains: \"1\" }", "{ starts_with: \"1\" }", "{ length: 1 }", "{ each: 1 }",
                "{ any: 1 }",
                "{ is_empty: true }", "{ format: digits }", "{ contains_object: { a: 1 } }", "{ same_elements: [1] }",
            ].randomElement(using: &random)!
            return "\(form(name, &random)): \(negation.replacing("X", with: matcher))"
        }
        let name = "data.\(endpoint.data.randomElement(using: &random)!)"
        let matcher = [
            "{ gt: 1 }", "{ lte: 1 }", "{ between: [1, 2] }", "{ each: a }", "{ any: a }",
            "{ contains_object: { a: 1 } }",
            "{ same_elements: [a] }", "{ contains: 1 }",
        ].randomElement(using: &random)!
        return "\(form(name, &random)): \(negation.replacing("X", with: matcher))"
    }

    // MARK: - Valid variations

    private static func variation(_ endpoint: Endpoint, _ random: inout Random) -> String {
        let text = "data.\(endpoint.data.randomElement(using: &random)!)"
        let number = numbers.randomElement(using: &random)!
        let parameter = endpoint.parameters.randomElement(using: &random)!
        return [
            "expect: { body: { \(form(text, &random)): \(textMatcher(&random)) } }",
            "expect: { body: { status: 0, \(form(text, &random)): \(textMatcher(&random)) } }",
            "expect: { within: 3s, body: { \(form(number, &random)): \(numberMatcher(&random)) } }",
            "expect: { http: 200, body: { message: \(textMatcher(&random)) } }",
            "expect: { body: { status: { not: 0 }, invalid_params.\(parameter): \(textMatcher(&random)) } }",
            "expect: { body: { status: 461, invalid_params: { length: { gt: 0 } } } }",
            "expect: { body: { status: { gt: 0 }, data: { is_empty: true } } }",
            "expect: { http: 403, body: { status: 1, message: { starts_with: Forbidden } } }",
            "expect: { http: 500, body: { error.code: 5 } }", "expect: { http: { between: [500, 599] } }",
            "expect: { body: { $..error: { length: 0 } } }",
            "expect: { body: { \"$.errors[*]\": { is_empty: true } } }",
            "undocumented: [data.next]\n    expect: { body: { $.data.next: 1, \"$['data']['next']\": 1 } }",
            "undocumented: [data.next]\n    expect: { body: { $..next: { length: 1 } } }",
            "expect: { http: { one_of: [200, 403] }, body: { message: { exists: true } } }", "expect: { http: 503 }",
            "expect: { outcome: any, within: 1s }",
            "expect: { outcome: any, body: { data.tid: { any_of: [{ exists: false }, { type: string }] } } }",
            "expect: { contract: ok }", "expect: { headers: { content-type: { contains: json } } }",
            "expect: { body: { data: { contains_object: { tid: \"1\" } } } }",
            "expect: { body: { data.otp: { exists: false } } }",
            "expect: { body: { $..tid: { any: { type: string } } } }",
            "expect: { body: { \"$.data[*]\": { each: { type: string } } } }",
            "expect: { body: { response_type_id: \(endpoint.type) } }",
            "expect: { body: { schema: { type: object, required: [status] } } }",
            "capture: { x: \"\(text)\", s: \(number) }",
            "capture: { x: \"$.\(text)\", h: \"${{ response.headers.date }}\" }",
            "capture: { x: { from: \(text), matches: \"([0-9]+)\", default: none } }",
            "undocumented: [data.next]\n    expect: { body: { data.next.step: 1 } }\n    capture: { n: data.next }",
        ].randomElement(using: &random)!
    }

    private static func textMatcher(_ random: inout Random) -> String {
        [
            "\"a\"", "{ type: string }", "{ exists: true }", "{ matches: \"^[0-9]+$\" }", "{ length: { gte: 1 } }",
            "{ not: \"x\" }", "{ one_of: [\"a\", \"b\"] }", "{ contains: \"1\", not_contains: \"x\" }",
            "{ is_null: false }",
            "{ starts_with: \"2\" }", "{ format: digits }", "{ any_of: [null, { type: string }] }", "{ not: null }",
            "{ is_empty: false }", "{ after: now - 1m }",
        ].randomElement(using: &random)!
    }

    private static func numberMatcher(_ random: inout Random) -> String {
        [
            "0", "{ type: integer }", "{ type: number }", "{ gte: 0 }", "{ between: [-1, 2000] }",
            "{ one_of: [0, -1, 1623] }",
            "{ not: 7 }", "{ exists: true }", "{ is_null: false }", "{ any_of: [0, { gt: 100 }] }",
            "{ not: { gt: 5000 } }",
        ].randomElement(using: &random)!
    }
}
