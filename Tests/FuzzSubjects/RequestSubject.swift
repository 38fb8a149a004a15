import EkoSandbox

extension FuzzSubject {
    /// What a client sends to the sandbox. Read in one piece or byte by byte, it is the same requests, or the same error.
    static let requests = FuzzSubject(name: "request") { input in
        let whole = await outcome(of: [input])
        let pieces = await outcome(of: input.map { [$0] })
        precondition(whole == pieces, "the requests depend on how the network cuts them")
    }

    private static func outcome(of pieces: [[UInt8]]) async -> [String] {
        var rest = pieces[...]
        let reader = RequestReader(
            limits: ConnectionLimits(),
            receive: {
                guard let piece = rest.popFirst() else { throw CancellationError() }
                return piece
            }, proceed: {})
        return await outcome(of: reader)
    }

    private static func outcome(of reader: RequestReader) async -> [String] {
        var reader = reader
        var outcome: [String] = []
        do {
            while let request = try await reader.next() {
                outcome.append("\(request.method) \(request.path)?\(request.query) \(request.headers) \(request.body)")
            }
        } catch let problem as RequestReader.Problem {
            outcome.append("\(problem.response.status)")
        } catch {
            outcome.append("cut off")
        }
        return outcome
    }
}
