import JSON

/// Entries of steps in the ledger, from which the reports of a resumed run are made.
extension ReportTestcase {
    /// Without what was sent and received, and with masked numbers. `start` is the start of the run that made it, from 1.
    package func ledgerEntry(start: Int) -> String {
        var testcase = self
        testcase.exchange = nil
        testcase.start = start
        return NumberMask.mask(testcase.json)
    }

    /// Nil if it is not an entry that `ledgerEntry` made.
    init?(ledgerEntry text: String) {
        guard case .object(let object)? = try? parseJSON(Array(text.utf8)), Verdict(object) != nil else { return nil }
        self.init(object)
    }
}
