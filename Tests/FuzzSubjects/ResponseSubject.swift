import HTTP
import WorkflowEngine

extension FuzzSubject {
    /// A response, judged by all kinds of expectations and reported. The first byte selects the status, header lines
    /// follow up to an empty line, and the rest is the body.
    static let response = FuzzSubject(name: "response") { input in
        let statuses = [200, 200, 200, 403, 404, 500, 302, 422]
        let status = statuses[Int(input.first ?? 0) % statuses.count]
        var rest = input.dropFirst()
        var headers: [HTTPHeader] = []
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: rest[..<end], as: UTF8.self)
            rest = rest[(end + 1)...]
            if line.isEmpty { break }
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            headers.append(HTTPHeader(parts.first ?? "", parts.count > 1 ? parts[1] : ""))
        }
        await FuzzRun.run(workflow, answering: HTTPResponse(status: status, headers: headers, body: Array(rest)))
    }

    private static let workflow = #"""
        name: Fuzzing
        vars: { mobile: "9002336768" }
        steps:
          - id: send
            send_otp: { mobile: "${{ vars.mobile }}", csp_id: "9002336768" }
            expect:
              http: { one_of: [200, 403] }
              headers: { content-type: { contains: json }, date: { after: now - 1h } }
              body:
                status: 0
                message: { matches: '^OTP.*sent$', not: { contains: "\0" } }
                data.tid: { format: digits, length: { lte: 20 } }
                data.otp_expiry_timestamp: { after: now, before: now + 15m }
                data: { contains_object: { tid: "42" }, length: { gt: 1 } }
                data.list: { each: { type: number }, any: { gt: 1, lt: 5 }, between: [1, 2] }
                $..tid: { length: 1 }
                $.data[?@.a == 1 || match(@.b, 'x.*')]: { is_empty: true }
                data.client_ref_id: "${{ request.body.client_ref_id }}"
                data.token: { format: jwt, type: string, exists: true }
                data.time: { format: date_time, before: now }
            capture: { tid: data.tid, all: data }
            continue_on_failure: true
          - verify_otp: { mobile: "9002336768", otp: "${{ vars.mobile }}" , allow_invalid: true }
          - when: "${{ steps.send.tid != response }}"
            validate_token: { otp_verification_token: "${{ steps.send.tid }}" }
        """#
}
