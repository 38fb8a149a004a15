import EkoSandbox

extension GeneratedPage {
    static let sandbox = GeneratedPage(
        "Sandbox", "sandbox", "Every request that controls the sandbox, and everything that it does on demand.",
        """
        `ekoflow sandbox` prints the sandbox's address. Its page shows the same tables. The sandbox answers each of the \(Endpoints.operations.count) documented
        operations of the API. [How to test your application against the sandbox](HowToTestYourApplication.md) has examples.

        ## Requests

        \(markdownTable(
            ["request", "what the sandbox does"],
            ControlTable.rows.map { ["`\($0.method) \($0.path)`", $0.summary] }))

        The body of a request is JSON, with the content type `application/json`. A duration is a number of milliseconds, or a
        string such as `"500ms"`, `"3s"`, `"10m"` or `"1h"`.

        ## Behaviours on demand

        Two things make the sandbox misbehave: the mobile number or `customer_id` in a call, or a request such as
        `{"endpoint": "send_otp", "mobile": "9002336768", "times": 1, "status": 347}` to `POST /_sandbox/behaviours`. Without
        `endpoint`, `mobile` or `times`, the behaviour applies to every endpoint, number or call. If several requests match, only the last one counts. To combine behaviours, put
        them into one request.

        In a number, `e` is the endpoint: \(endpoints), `0` every endpoint of the API. `n` is a digit of the value. No phone has such a
        number, so a workflow with one texts nobody, in every environment. A number that starts like this but has no meaning is answered
        with status 461. With a fault, the SMS is sent or the money is moved, and only the answer is wrong.

        \(markdownTable(
            ["number", "request", "what the sandbox does"],
            BehaviourTable.rows.map { ["`\($0.number)`", "`\($0.control)`", $0.summary] }))
        """)

    private static var endpoints: String {
        EndpointName.allCases.map { "`\($0.number)` \($0.rawValue)" }.joined(separator: ", ")
    }
}
