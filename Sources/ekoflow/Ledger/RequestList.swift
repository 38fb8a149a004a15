import Ledger
import SQLDatabase
import WorkflowReports

/// The requests of a ledger, read and written a page at a time.
struct RequestList {
    private let ledger: OpenedLedger
    private let filter: LedgerStore.RequestFilter

    init(_ ledger: OpenedLedger, _ filter: LedgerStore.RequestFilter) {
        self.ledger = ledger
        self.filter = filter
    }

    /// Calls `body` with page after page, until it returns false.
    func forEachPage(_ body: ([LedgerRequest]) -> Bool) throws(CommandError) {
        var last: Int64 = 0
        while true {
            let page = try ledger.perform { store throws(SQLError) in try store.requests(filter, after: last) }
            guard let end = page.last, body(page) else { return }
            last = end.id
        }
    }

    /// An array with an element on each line.
    func writeJSON(to output: TextOutput) throws(CommandError) {
        var isFirst = true
        output.write("[")
        try forEachPage { requests in
            var text = ""
            for request in requests {
                text += (isFirst ? "\n" : ",\n") + JSONText.inert(request.json)
                isFirst = false
            }
            output.write(text)
            return output.error == nil
        }
        output.write(isFirst ? "]\n" : "\n]\n")
    }

    func writeCSV(to output: TextOutput) throws(CommandError) {
        output.write(LedgerRequest.columns.map { CSVCell.text(of: $0.name) }.joined(separator: ",") + "\r\n")
        try forEachPage { requests in
            output.write(requests.map { $0.csv + "\r\n" }.joined())
            return output.error == nil
        }
    }
}
