import HTTP
import JSON
import Times
import WorkflowEngine
import WorkflowModel

/// What is kept of a run for judging its responses again.
package struct Recording: Sendable {
    package let runID: String
    package let suites: [RecordedSuite]
    /// True where the run did not come to its end.
    package let isUnfinished: Bool

    /// What stands for numbers in it.
    package var hiddenNumbers: Set<String> { suites.reduce(into: []) { $0.formUnion($1.hiddenNumbers) } }

    /// What a journal or a report in JSON keeps.
    package init(_ document: ReportDocument) {
        runID = document.info.runID
        // Those of ekoflow's own are of no file.
        suites = document.suites.filter { !$0.file.isEmpty }.map(RecordedSuite.init)
        isUnfinished = document.end.wasCutOff || document.end.wasInterrupted
    }
}

/// A workflow of a recorded run, or one of its cases.
package struct RecordedSuite: Sendable {
    package let file: String
    package let environment: String
    /// Without numbers; nil where the workflow had no cases.
    package let caseTitle: String?
    /// Among those of its workflow, from 1.
    package let caseNumber: Int
    package private(set) var steps: [Step] = []
    private let startedAt: Timestamp
    private var given: JSONObject
    fileprivate private(set) var hiddenNumbers: Set<String> = []
    private var hiddenSecrets: Set<String> = []

    /// A step that was reported.
    package struct Step: Sendable {
        /// By what it is found again.
        package let key: String
        fileprivate let testcase: ReportTestcase
        /// Nil where there was no response.
        fileprivate var exchange: JSONObject?

        /// True where it ran.
        package var hasRun: Bool { if case .skipped = testcase.verdict { false } else { true } }
        /// True where something was wrong with it.
        package var hasProblem: Bool { testcase.verdict.isProblem }
    }

    fileprivate init(_ suite: ReportSuite) {
        file = suite.file
        environment = suite.environment
        caseTitle = suite.caseTitle
        caseNumber = suite.caseNumber
        startedAt = parseRFC3339(suite.startedAt + "Z") ?? Timestamp(milliseconds: 0)
        given = suite.given
        steps = suite.testcases.map { testcase in
            let exchange = testcase.exchange.flatMap { try? parseJSON(Array($0.utf8)) }
            guard case .object(let object)? = exchange else {
                return Step(key: Self.key(testcase.name), testcase: testcase)
            }
            return Step(key: Self.key(testcase.name), testcase: testcase, exchange: object)
        }
        addHidden(given)
        for step in steps { step.exchange.map { addHidden($0) } }
    }

    private mutating func addHidden(_ object: JSONObject) {
        hiddenNumbers.formUnion(object.strings("hidden_numbers"))
        hiddenSecrets.formUnion(object.strings("hidden_secrets"))
    }

    /// The recording with those numbers whole that somebody names: its own variables and case, or else the files. A number is
    /// taken for the one that looks the same once its middle is hidden, where there is but one of each: among its own, in the
    /// suite, and among those of the files, in the whole recording, of which `all` are the hidden ones.
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

    /// The variables that the files alone do not tell.
    package var variables: [String: JSONValue] { given.object("vars").values }

    /// By what a step or a case is found again: its name, as a journal has it.
    @Sendable package static func key(_ name: String) -> String { CICommands.neutralize(NumberMask.mask(name)) }

    /// For judging it again.
    package var workflow: RecordedWorkflow {
        RecordedWorkflow(
            startedAt: startedAt,
            steps: Dictionary(grouping: steps, by: \.key).mapValues { $0.map(Self.step) },
            variables: variables, caseFields: given.object("case").values, secrets: hiddenSecrets.map { Secret($0) },
            hiddenNumbers: hiddenNumbers)
    }

    private static func step(_ step: Step) -> RecordedWorkflow.Step {
        guard let exchange = step.exchange else {
            switch step.testcase.verdict {
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
        // Times end with the year 9999: all of them can be calculated with.
        let time = Timestamp(milliseconds: Int64(max(0, min(253_402_300_799_999, recorded.time))))
        return .exchange(
            JudgedExchange(
                method: recorded.method, url: recorded.url, requestBody: recorded.request, requestQuery: recorded.query,
                response: HTTPResponse(status: recorded.status, headers: recorded.headers, body: body),
                timings: recorded.timings, time: time, variables: recorded.variables.values))
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
