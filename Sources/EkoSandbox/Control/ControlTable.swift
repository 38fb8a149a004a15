/// The requests that control the sandbox, one row each, for its routes and the reference.
package enum ControlTable {
    package struct Row: Sendable {
        package let method: String
        /// With `NUMBER` for a mobile number.
        package let path: String
        package let summary: String
        let answer: @Sendable (ControlRoutes) -> Route.Answer

        fileprivate init(
            _ method: String, _ path: String, _ summary: String,
            answer: @escaping @Sendable (ControlRoutes) -> Route.Answer
        ) {
            self.method = method
            self.path = ControlRoutes.basePath + path
            self.summary = summary
            self.answer = answer
        }
    }

    package static let rows = [
        Row("GET", "/", "a page that shows messages and calls as they arrive") { $0.dated { _ in .page } },
        Row("GET", "", "redirects to the page") { $0.dated { _ in .redirectToPage } },
        Row("GET", "/inbox", "the last \(Phones.recentKept) messages to all numbers, as JSON") {
            $0.dated($0.recentInbox)
        },
        Row("GET", "/inbox/NUMBER", "the last \(Phones.messagesKept) messages to a number, with their OTPs, as JSON") {
            $0.dated($0.inbox)
        },
        Row(
            "GET", "/calls",
            "the last \(Activity.callsKept) calls of the API as JSON, newest last; `?mobile=9002336768` for one number, `?endpoint=send_otp` for one endpoint"
        ) { $0.dated($0.calls) },
        Row("GET", "/endpoints", "all endpoints: their names, paths, parameters and documented answers") {
            $0.dated($0.endpoints)
        },
        Row(
            "GET", "/transactions", "the last \(Ledger.recentKept) transactions, newest last, and the balance in rupees"
        ) {
            $0.dated($0.transactions)
        },
        Row(
            "POST", "/transactions",
            "`{\"client_ref_id\": \"REF\", \"tx_status\": 0}` changes the state of a transaction, also by its `tid`"
        ) { $0.dated($0.changeTransaction) },
        Row(
            "POST", "/balance",
            "`{\"balance\": \"100.50\"}` sets the balance in rupees, which is a million at the start"
        ) {
            $0.dated($0.setBalance)
        },
        Row("GET", "/events", "messages, calls and the clock as they change, as server-sent events") { $0.events },
        Row("GET", "/clock", "the sandbox's time, and whether it is stopped") { $0.dated($0.clock) },
        Row(
            "POST", "/clock",
            "`{\"advance\": \"10m\"}` makes OTPs and tokens older; `{\"time\": 1700000000000}` stops the clock, for signatures too; `{\"reset\": true}` returns to the machine's clock"
        ) { $0.dated($0.setClock) },
        Row("GET", "/behaviours", "the behaviours that requests have asked for, and the table of all") {
            $0.dated($0.behaviours)
        },
        Row("POST", "/behaviours", "asks for behaviours, see below") { $0.dated($0.addBehaviour) },
        Row("DELETE", "/behaviours", "forgets the behaviours that requests have asked for") {
            $0.dated($0.removeBehaviours)
        },
        Row("POST", "/reset", "forgets everything, and returns to the machine's clock; the body is `{}`") {
            $0.dated($0.reset)
        },
    ]
}
