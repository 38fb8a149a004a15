import JSON

extension FuzzSubject {
    /// Expressions in a request, a condition and an expectation: decoded and, if they are valid, evaluated in a run.
    static let expressions = FuzzSubject(name: "expressions") { input in
        let text = String(decoding: input, as: UTF8.self)
        let quoted = JSONValue.string(text).serialized
        await FuzzRun.run(
            """
            vars: { n: 7, text: "OTP", list: [1, { a: null }] }
            cases: [{ a: 1, b: x }]
            steps:
              - id: first
                call: { method: POST, path: /x, body: { value: \(quoted) } }
                expect: { body: { status: 0 } }
                capture: { tid: data.tid }
              - when: \(quoted)
                call: { method: GET, path: /x, query: { q: \(quoted) } }
                expect: { body: { status: \(quoted) }, headers: { x: { contains: \(quoted) } } }
            """, answering: .success)
    }
}
