import Testing

@testable import EkoSandbox
@testable import WorkflowModel

@Suite("The sandbox knows every kind of step")
struct EndpointTests {
    @Test("each kind of step that calls an endpoint calls one that the sandbox has")
    func endpoints() {
        let ofSteps = StepKind.all.compactMap { kind in
            kind.endpoint.map { "\(kind.name) \($0.operation.method.rawValue) \($0.operation.path)" }
        }
        let ofSandbox = EndpointName.allCases.map { name in
            let endpoint = type(of: name.endpoint)
            return "\(endpoint.name.rawValue) \(endpoint.method) \(endpoint.path)"
        }
        #expect(ofSteps.sorted() == ofSandbox.sorted())
        #expect(EndpointName.allCases.map(\.number) == Array(1...EndpointName.allCases.count))
    }
}
