import HTTP
import JSON
import Secrets
import Times
import WorkflowEngine
import WorkflowModel

/// The responses of a run, kept so that they can be judged again.
package struct Recording: Sendable {
    package let runID: String
    package let suites: [RecordedSuite]
    /// Whether the run did not finish.
    package let isUnfinished: Bool

    /// The surrogates for numbers in all suites.
    package var hiddenNumbers: Set<String> { suites.reduce(into: []) { $0.formUnion($1.hiddenNumbers) } }

    /// Takes the recording from a journal or a JSON report.
    package init(_ document: ReportDocument) {
        runID = document.info.runID
        // Suites that ekoflow adds have no file.
        suites = document.suites.filter { !$0.file.isEmpty }.map(RecordedSuite.init)
        isUnfinished = document.end.wasCutOff || document.end.wasInterrupted
    }
}

/// A workflow of a recorded run, or one of its cases.
package struct RecordedSuite: Sendable {
    package let file: String
    package let environment: String
    /// Its numbers are masked; nil if the workflow had no cases.
    package let caseTitle: String?
    /// The number of its case in the workflow, from 1; 0 if the workflow had no cases.
    package let caseNumber: Int
    package private(set) var steps: [Step] = []
    private let startedAt: Timestamp
    private var given: JSONObject
    fileprivate private(set) var hiddenNumbers: Set<String> = []
    private var hiddenSecrets: Set<String> = []

    /// A step that was reported.
    package struct Step: Sendable {
        /// Identifies the step in the current workflow.
        package let key: String
        fileprivate let testcase: ReportTestcase
        /// Nil if there was no response.
        fileprivate var exchange: JSONObject?

        /// Whether the step ran.
        package var hasRun: Bool { if case .skipped = testcase.verdict { false } else { true } }
        /// Whether the step ended with a failure or an error.
        package var hasProblem: Bool { testcase.verdict.isProblem }
        /// Whether an earlier start of the run made it, whose journal has the response.
        package var isOfEarlierStart: Bool {
            if case .passed = testcase.verdict {
                exchange == nil && testcase.start > 0 && !testcase.isWait
            } else {
                false
            }
        }
    }

    fileprivate init(_ suite: ReportSuite) {
        file = suite.file
        environment = suite.environment
        caseTitle = suite.caseTitle
        caseNumber = suite.caseNumber
        startedAt = parseRFC3339(suite.startedAt + "Z") ?? Timestamp(milliseconds: 0)
        given = suite.given
        steps = suite.testcases.map { testcase in
            var step = Step(key: Self.key(testcase.name), testcase: testcase)
            let exchange = testcase.exchange.flatMap { try? parseJSON(Array($0.utf8)) }
            if case .object(let object)? = exchange { step.exchange = object }
            return step
        }
        addHidden(given)
        for step in steps { step.exchange.map { addHidden($0) } }
    }

    private mutating func addHidden(_ object: JSONObject) {
        hiddenNumbers.formUnion(object.strings("hidden_numbers"))
        hiddenSecrets.formUnion(object.strings("hidden_secrets"))
    }

    /// Replaces surrogates by the real numbers. A surrogate belongs to the number with the same mask, if each is the only one
    /// with this mask: `own` (from variables and the case) are compared within the suite, `files` within the whole recording.
    /// `all` are the surrogates of the whole recording.
    package func namingNumbers(own: Set<String>, files: Set<String>, all: Set<String>) -> RecordedSuite {
        let hidden = Dictionary(grouping: hiddenNumbers, by: maskedNumber)
        func candidates(_ mask: String, among names: Set<String>) -> Set<String> {
            names.subtracting(all).filter { maskedNumber($0) == mask }
        }
        var whole: [String: String] = [:]
        for (mask, surrogates) in hidden where surrogates.count == 1 {
            var names = candidates(mask, among: own)
            if names.isEmpty, all.count(where: { maskedNumber($0) == mask }) == 1 {
                names = candidates(mask, among: files)
            }
            if names.count == 1 { whole[surrogates[0]] = names.first }
        }
        guard !whole.isEmpty else { return self }
        var suite = self
        suite.hiddenNumbers.subtract(whole.keys)
        suite.given = given.renaming(whole)
        for index in steps.indices {
            suite.steps[index].exchange = steps[index].exchange?.renaming(whole)
        }
        return suite
    }

    /// The variables whose values are not in the files.
    package var variables: [String: JSONValue] { given.object("vars").values }

    /// Identifies a step or a case: its name as a journal writes it.
    @Sendable package static func key(_ name: String) -> String {
        CICommands.withoutEarlierSeparators(NumberMask.mask(name))
    }

    /// The input for judging the responses again.
    package var workflow: RecordedWorkflow {
        var workflow = RecordedWorkflow(startedAt: startedAt)
        workflow.steps = Dictionary(grouping: steps, by: \.key).mapValues { $0.map(Self.step) }
        workflow.variables = variables
        workflow.caseFields = given.object("case").values
        workflow.secrets = hiddenSecrets.map { Secret($0) }
        workflow.hiddenSecrets = Set(hiddenSecrets)
        workflow.hiddenNumbers = hiddenNumbers
        return workflow
    }

    private static func step(_ step: Step) -> RecordedWorkflow.Step {
        guard let exchange = step.exchange else {
            switch step.testcase.verdict {
            case .passed where step.isOfEarlierStart: return .ofStart(step.testcase.start)
            case .passed, .skipped: return .nothing
            case .failure, .error: return .noResponse(step.testcase.verdict.message)
            }
        }
        let recorded = RecordedExchange(exchange)
        let body: [UInt8]
        switch recorded.body {
        case .json(let text), .text(let text): body = Array(text.utf8)
        // It has to be invalid again, at the same place.
        case .notUTF8(let text):
            body = text.split(separator: "\u{FFFD}", omittingEmptySubsequences: false)
                .map { Array($0.utf8) }.joined(separator: [0xFF]).map(\.self)
        case .omitted(let size): return .noResponse("its body of \(size) bytes was too large to be recorded")
        }
        // Limited to the year 9999, so that calculations cannot overflow.
        let time = Timestamp(milliseconds: Int64(max(0, min(253_402_300_799_999, recorded.time))))
        return .exchange(
            JudgedExchange(
                method: recorded.method, url: recorded.url, requestBody: recorded.request, requestQuery: recorded.query,
                response: HTTPResponse(status: recorded.status, headers: recorded.headers, body: body),
                timings: recorded.timings, time: time, digest: recorded.digest, variables: recorded.variables.values))
    }
}

extension JSONObject {
    fileprivate var values: [String: JSONValue] {
        Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
    }

    fileprivate func renaming(_ names: [String: String]) -> JSONObject {
        JSONObject(members.map { (name: $0.name, value: $0.value.renaming(names)) })
    }
}

extension JSONValue {
    fileprivate func renaming(_ names: [String: String]) -> JSONValue {
        switch self {
        case .null, .bool: self
        case .string(let text): .string(NumberMask.replacingNumbers(in: text) { names[$0] ?? $0 })
        case .number(let number): names[number.text].flatMap { JSONNumber($0) }.map { .number($0) } ?? self
        case .array(let elements): .array(elements.map { $0.renaming(names) })
        case .object(let object): .object(object.renaming(names))
        }
    }
}
