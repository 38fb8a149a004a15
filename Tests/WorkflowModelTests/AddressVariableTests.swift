import Source
import Testing
import YAML

@testable import WorkflowModel

@Suite("The address of the API can be in an environment variable")
struct AddressVariableTests {
    private func decode(_ value: String?, more: String = "") -> (environment: Environment?, problems: [Diagnostic]) {
        let text = """
            name: review
            base_url: { env: API_ADDRESS }
            initiator_id: "9962981729"
            credentials: { developer_key: { env: A }, access_key: { env: B } }
            \(more)
            """
        let file = SourceFile(path: "environments/review.yml", text: text)
        let decoded = Environment.decode(parseYAML(file).root, in: file) { name in name == "API_ADDRESS" ? value : nil }
        return (decoded.environment, decoded.diagnostics)
    }

    @Test("it is used, without its last slash")
    func used() throws {
        let environment = try #require(decode("https://review-12.example.com/ekoapi/v3/").environment)
        guard case .baseURL(let url) = environment.endpoint else {
            Issue.record("not an address")
            return
        }
        #expect(url.value == "https://review-12.example.com/ekoapi/v3")
    }

    @Test(
        "one that is missing, empty, plain HTTP or no address is an error at the name",
        arguments: [nil, "", "http://api.example.com", "nonsense"])
    func refused(_ value: String?) {
        let (environment, problems) = decode(value)
        #expect(environment == nil)
        #expect(problems.count == 1 && problems[0].range?.start.line == 2, "\(problems.map(\.message))")
    }

    @Test("the address of production needs what production needs, also from a variable")
    func production() {
        #expect(decode("https://api.eko.in:25002/ekoicici/v3").problems.contains { $0.id == .missingProductionLimit })
    }
}
