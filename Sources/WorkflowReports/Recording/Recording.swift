import JSON
import WorkflowEngine
import WorkflowModel

/// What the journal of a run keeps for judging its responses again.
package struct Recording: Sendable {
    package private(set) var runID = ""
    package private(set) var suites: [RecordedSuite] = []
    /// True where the process ended before the run did.
    package let isCutOff: Bool

    /// What stands for numbers in it.
    package var hiddenNumbers: Set<String> { suites.reduce(into: []) { $0.formUnion($1.hiddenNumbers) } }

    /// Reads the lines of a journal.
    package init(_ bytes: [UInt8]) throws(Journal.Problem) {
        // It is one as a whole before a part of it is taken.
        isCutOff = try Journal(bytes).isCutOff
        var places: [Int: Int] = [:]
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard case .object(let object)? = try? parseJSON(Array(line)) else { continue }
            switch object["event"] {
            case .string("run"): runID = object.string("run")
            case .string("suite"):
                places[object.int("suite")] = suites.count
                suites.append(RecordedSuite(object))
            case .string("step"):
                if let place = places[object.int("suite")] { suites[place].add(object) }
            default: break
            }
        }
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
        fileprivate var line: JSONObject

        /// True where it ran.
        package var hasRun: Bool { line.string("verdict") != "skipped" }
        /// True where something was wrong with it.
        package var hasProblem: Bool { ["failure", "error"].contains(line.string("verdict")) }
    }

    fileprivate init(_ line: JSONObject) {
        file = line.string("file")
        environment = line.string("environment")
        caseTitle = line["case"].map { _ in line.string("case") }
        caseNumber = line.int("case_number")
        startedAt = parseRFC3339(line.string("started") + "Z") ?? Timestamp(milliseconds: 0)
        given = line.object("given")
        addHidden(given)
    }

    fileprivate mutating func add(_ line: JSONObject) {
        steps.append(Step(key: Self.key(line.string("name")), line: line))
        addHidden(line.object("exchange"))
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
        for index in steps.indices { suite.steps[index].line = steps[index].line.renaming(whole) }
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
            steps: Dictionary(grouping: steps, by: \.key).mapValues { $0.map { Self.step($0.line) } },
            variables: variables, caseFields: given.object("case").values, secrets: hiddenSecrets.map { Secret($0) },
            hiddenNumbers: hiddenNumbers)
    }

    private static func step(_ line: JSONObject) -> RecordedWorkflow.Step {
        let exchange = line.object("exchange")
        guard exchange.count > 0 else {
            if line.string("verdict") == "skipped" || line.string("verdict") == "passed" { return .nothing }
            return .noResponse(line.string("message"))
        }
        let body: [UInt8]
        if let value = exchange["body"] {
            body = Array(value.serialized.utf8)
        } else if case .string(let text)? = exchange["body_text"] {
            body = Array(text.utf8)
        } else {
            return .noResponse("its body of \(exchange.int("body_size")) bytes was too large to be recorded")
        }
        let times = exchange.object("timings")
        var timings = HTTPTimings()
        timings.nameLookup = times.duration("name_lookup")
        timings.connect = times.duration("connect")
        timings.tls = times.duration("tls")
        timings.firstByte = times.duration("first_byte")
        timings.total = times.duration("total")
        return .exchange(
            JudgedExchange(
                requestBody: exchange["request"], requestQuery: exchange["query"] ?? .object(JSONObject()),
                response: HTTPResponse(status: exchange.int("status"), headers: exchange.headers, body: body),
                timings: timings, time: exchange.time,
                variables: exchange.object("vars").values))
    }
}

extension JSONObject {
    fileprivate func object(_ name: String) -> JSONObject {
        if case .object(let object)? = self[name] { object } else { JSONObject() }
    }

    fileprivate func strings(_ name: String) -> [String] {
        guard case .array(let elements)? = self[name] else { return [] }
        return elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }

    /// Up to the end of the year 9999, with which all can be reckoned.
    fileprivate var time: Timestamp { Timestamp(milliseconds: Int64(max(0, min(253_402_300_799_999, int("time"))))) }

    fileprivate var values: [String: JSONValue] {
        Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
    }

    fileprivate var headers: [HTTPHeader] {
        guard case .array(let elements)? = self["headers"] else { return [] }
        return elements.compactMap { element in
            guard case .array(let pair) = element, pair.count == 2, case .string(let name) = pair[0],
                case .string(let value) = pair[1]
            else { return nil }
            return HTTPHeader(name, value)
        }
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
