import Contract
import Testing

@testable import EkoSandbox
@testable import WorkflowModel

@Suite("The sandbox knows everything that a step can call")
struct EndpointTests {
    @Test("each kind of step that calls an endpoint calls one that the sandbox has, with a digit in magic numbers")
    func kinds() {
        let ofSteps = StepKind.all.compactMap { kind in
            kind.endpoint.map { line($0.operation) }
        }
        let ofSandbox = EndpointName.allCases.compactMap { name in
            Endpoints.operations.first { $0.name == name.rawValue }.map(line)
        }
        #expect(ofSteps.sorted() == ofSandbox.sorted())
        #expect(EndpointName.allCases.map(\.number) == Array(1...EndpointName.allCases.count))
    }

    @Test("each documented operation has an endpoint, and no other")
    func operations() {
        #expect(Endpoints.operations.map(line) == Operation.all.map(line))
    }

    private func line(_ operation: Operation) -> String {
        "\(operation.name) \(operation.method.rawValue) \(operation.path)"
    }
}
