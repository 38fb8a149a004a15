import JSON

/// What a journal tells of a run: also of one whose process ended before its report.
package struct Journal: Sendable {
    package private(set) var document = ReportDocument(ReportInfo(version: "", runID: "", startedAt: ""))
    /// True where the run came to its end.
    private var isComplete = false

    /// The workflows under way, by their number in the journal.
    private var underWay: [Int: OpenSuite] = [:]

    private struct OpenSuite {
        /// Its place in the document.
        let place: Int
        /// The steps that are not over.
        var steps: [ReportTestcase]
        /// The steps whose sends have not been told to be over, and whom each texts. The line of a step may come after that of the
        /// next one's send.
        var sending: [String: String] = [:]
    }

    /// Why a text is no journal, for people.
    package struct ReadError: Error {
        package let message: String
    }

    /// Reads the lines of a journal, up to one that is cut: what that would have told was not done yet. Where a machine lost its
    /// power, more than the last line may be no JSON.
    package init(_ bytes: [UInt8]) throws(ReadError) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
        for (index, line) in lines.enumerated() {
            do {
                guard case .object(let object) = try parseJSON(Array(line)) else {
                    throw ReadError(message: "line \(index + 1) is no object")
                }
                try take(object, isFirst: index == 0)
            } catch let problem as ReadError {
                throw ReadError(message: "line \(index + 1): \(problem.message)")
            } catch {
                guard index > 0 else { throw ReadError(message: "line \(index + 1) is not JSON") }
                isComplete = false
                break
            }
        }
        guard !lines.isEmpty else { throw ReadError(message: "it is empty") }
        for suite in underWay.keys.sorted() { close(suite) }
        document.end.wasCutOff = !isComplete
        if let reason = reasonOfEarlyEnd {
            document.suites.append(ReportDocument.suiteOfEarlyEnd(reason, document.info))
        }
    }

    /// Nil where the run came to its end by itself.
    private var reasonOfEarlyEnd: String? {
        guard isCutOff else { return document.end.wasInterrupted ? "the run was interrupted" : nil }
        let reason = "the run was cut off: its process or its machine ended before it"
        let left = (document.info.planned ?? 0) - document.suites.count
        guard left > 0 else { return reason }
        return reason + "; \(left == 1 ? "1 workflow or case" : "\(left) workflows and cases") had not started"
    }

    /// True where the process ended before the run did.
    package var isCutOff: Bool { document.end.wasCutOff }

    /// True where the start of a file's bytes is that of a journal, or a part of it.
    package static func isStart(_ head: ArraySlice<UInt8>) -> Bool {
        let mark = Array(#"{"event":"run","journal":"#.utf8)
        return head.starts(with: mark) || mark.starts(with: head)
    }

    /// True where the end of a journal's bytes tells that its run came to its end.
    package static func isEnd(_ tail: ArraySlice<UInt8>) -> Bool {
        guard tail.last == UInt8(ascii: "\n") else { return false }
        let lastLine = tail.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).last
        return lastLine?.starts(with: #"{"event":"end""#.utf8) ?? false
    }

    private mutating func take(_ line: JSONObject, isFirst: Bool) throws(ReadError) {
        let event = line.string("event")
        guard isFirst == (event == "run") else { throw ReadError(message: "a journal starts with its run, once") }
        switch event {
        case "run":
            guard line.int("journal") == JournalWriter.version else {
                throw ReadError(message: "it is of another version of ekoflow")
            }
            for field in JournalWriter.runFields { field.read(&document.info, line) }
        case "suite": try startSuite(line)
        case "send":
            underWay[line.int("suite")]?.sending[line.string("step")] = line.string("to")
        case "step": try finishStep(line)
        case "suite_end":
            guard let suite = underWay[line.int("suite")] else { throw ReadError(message: "an end without a suite") }
            document.suites[suite.place].duration = line.duration("ms")
            close(line.int("suite"))
        case "end":
            isComplete = true
            document.end = ReportEnd(line)
        default: throw ReadError(message: "unknown event '\(event)'")
        }
    }

    private mutating func startSuite(_ line: JSONObject) throws(ReadError) {
        let number = line.int("suite")
        guard underWay[number] == nil else { throw ReadError(message: "a suite that has started already") }
        guard case .array? = line["steps"] else { throw ReadError(message: "the steps are missing") }
        underWay[number] = OpenSuite(
            place: document.suites.count, steps: line.objects("steps").map(ReportTestcase.init))
        var suite = ReportSuite(line)
        suite.testcases = []
        suite.runID = document.info.runID
        document.suites.append(suite)
    }

    private mutating func finishStep(_ line: JSONObject) throws(ReadError) {
        let number = line.int("suite")
        guard let suite = underWay[number] else { throw ReadError(message: "a step without a suite") }
        guard ReportTestcase.Verdict(line) != nil else { throw ReadError(message: "a step without a verdict") }
        let testcase = ReportTestcase(line)
        document.suites[suite.place].testcases.append(testcase)
        if let index = suite.steps.firstIndex(where: { $0.name == testcase.name }) {
            underWay[number]?.steps.remove(at: index)
        }
        underWay[number]?.sending[testcase.name] = nil
    }

    /// Steps that are not over when their workflow is, or the journal, were cut off: one that was sending may have sent.
    private mutating func close(_ number: Int) {
        guard let suite = underWay.removeValue(forKey: number) else { return }
        for var testcase in suite.steps {
            if let recipients = suite.sending[testcase.name] {
                let message =
                    "outcome unknown, it may have been sent: the run was cut off while it texted \(recipients)"
                testcase.verdict = .error(type: "OutcomeUnknown", [Problem(.error, message)])
                testcase.sms = .unknown
            } else {
                testcase.verdict = .skipped(reason: "the run was cut off")
            }
            document.suites[suite.place].testcases.append(testcase)
        }
    }
}
