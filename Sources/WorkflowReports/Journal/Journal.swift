import Contract
import JSON

/// A run read from its journal, also if its process ended before it wrote a report.
package struct Journal: Sendable {
    package private(set) var document = ReportDocument()
    /// Whether the run finished.
    private var isComplete = false

    /// The running workflows, by their number in the journal.
    private var underWay: [Int: OpenSuite] = [:]

    private struct OpenSuite {
        /// The index of its suite in the document.
        let place: Int
        /// The steps that have not finished.
        var steps: [ReportTestcase]
        /// The last request of each step that may not be over. The `step` line of a step may come after the next step's
        /// `request` line.
        var underWay: [String: JournalRequest] = [:]
    }

    /// Why a file is not a journal. The message is for people.
    package struct ReadError: Error {
        package let message: String
    }

    /// Reads the lines of a journal up to the first broken line: the action that it describes was not done yet. After a
    /// power failure, more than the last line may be broken.
    package init(_ bytes: [UInt8]) throws(ReadError) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
        for (index, line) in lines.enumerated() {
            do {
                guard case .object(let object) = try parseJSON(Array(line)) else {
                    throw ReadError(message: "line \(index + 1) is not a JSON object")
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
            document.suites.append(ReportDocument.suiteOfEarlyEnd(Problem(.error, reason), document.info))
        }
    }

    /// Nil if the run finished normally.
    private var reasonOfEarlyEnd: String? {
        guard isCutOff else { return document.end.wasInterrupted ? "the run was interrupted" : nil }
        let reason = "the run was cut off: its process or its machine ended before it"
        let left = (document.info.planned ?? 0) - document.suites.count
        guard left > 0 else { return reason }
        return reason + "; \(left == 1 ? "1 workflow or case" : "\(left) workflows and cases") had not started"
    }

    /// Whether the process ended before the run did.
    package var isCutOff: Bool { document.end.wasCutOff }

    /// Whether a file with these first bytes can be a journal.
    package static func isStart(_ head: ArraySlice<UInt8>) -> Bool {
        let mark = Array(#"{"event":"run","journal":"#.utf8)
        return head.starts(with: mark) || mark.starts(with: head)
    }

    /// Whether the last bytes of a journal say that its run finished.
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
                throw ReadError(message: "it was written by another version of ekoflow")
            }
            for field in JournalWriter.runFields { field.read(&document.info, line) }
        case "suite": try startSuite(line)
        case "request":
            underWay[line.int("suite")]?.underWay[line.string("step")] = JournalRequest(line)
        // As earlier versions wrote it.
        case "send":
            var request = JournalRequest(line)
            request.kinds = EffectKinds.texts.words
            underWay[line.int("suite")]?.underWay[line.string("step")] = request
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
        underWay[number]?.underWay[testcase.name] = nil
    }

    /// Steps that are unfinished when the workflow or the journal ends were cut off. One that was sending may have sent.
    private mutating func close(_ number: Int) {
        guard let suite = underWay.removeValue(forKey: number) else { return }
        for var testcase in suite.steps {
            if let request = suite.underWay[testcase.name] {
                let message = "outcome unknown, it may have been sent: the run was cut off while it \(request.text)"
                testcase.verdict = .error(
                    type: "OutcomeUnknown",
                    [Problem(.error, message, parts: [.help("'ekoflow settle' asks the API what came of it")])])
                testcase.effect = request.effect
                if !request.request.method.isEmpty { testcase.request = request.request }
                if request.effect.set.contains(.texts) { testcase.sms = .unknown }
            } else {
                testcase.verdict = .skipped(reason: "the run was cut off")
            }
            document.suites[suite.place].testcases.append(testcase)
        }
    }
}
