import JSON
import WorkflowEngine
import WorkflowModel

/// What the journal of a run keeps for judging its responses again.
package struct Recording: Sendable {
    package private(set) var runID = ""
    package private(set) var suites: [RecordedSuite] = []

    /// Reads the lines of a journal.
    package init(_ bytes: [UInt8]) throws(Journal.Problem) {
        // It is one as a whole before a part of it is taken.
        _ = try Journal(bytes)
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

    /// A part of a recording.
    package init(_ recording: Recording, only suites: [RecordedSuite]) {
        runID = recording.runID
        self.suites = suites
    }

    /// The recording with those numbers whole that a text names. A number is taken for the one that looks the same once its
    /// middle is hidden, where there is but one of each.
    package func namingNumbers(_ numbers: Set<String>) -> Recording {
        let known = Dictionary(grouping: numbers, by: maskedNumber)
        let hidden = Dictionary(grouping: Set(suites.flatMap(\.hiddenNumbers)), by: maskedNumber)
        var names: [String: String] = [:]
        for (mask, surrogates) in hidden {
            if surrogates.count == 1, let candidates = known[mask], candidates.count == 1 {
                names[surrogates[0]] = candidates[0]
            }
        }
        var recording = self
        recording.suites = suites.map { $0.renaming(names) }
        return recording
    }
}

/// A workflow of a recorded run, or one of its cases.
package struct RecordedSuite: Sendable {
    package let file: String
    package let environment: String
    /// Without numbers; nil where the workflow had no cases.
    package let caseTitle: String?
    private var given: JSONObject
    private var steps: [(name: String, line: JSONObject)] = []
    fileprivate private(set) var hiddenNumbers: [String] = []
    private var hiddenSecrets: [String] = []

    fileprivate init(_ line: JSONObject) {
        file = line.string("file")
        environment = line.string("environment")
        caseTitle = line["case"].map { _ in line.string("case") }
        given = line.object("given")
        addHidden(given)
    }

    fileprivate mutating func add(_ line: JSONObject) {
        steps.append((line.string("name"), line))
        addHidden(line.object("exchange"))
    }

    private mutating func addHidden(_ object: JSONObject) {
        hiddenNumbers += object.strings("hidden_numbers")
        hiddenSecrets += object.strings("hidden_secrets")
    }

    fileprivate func renaming(_ names: [String: String]) -> RecordedSuite {
        guard !names.isEmpty else { return self }
        var suite = self
        suite.given = given.renaming(names)
        suite.steps = steps.map { ($0.name, $0.line.renaming(names)) }
        return suite
    }

    /// The variables that the files alone do not tell.
    package var variables: [String: JSONValue] { given.object("vars").values }

    /// By what a step or a case is found again: its name, as a journal has it.
    @Sendable package static func key(_ name: String) -> String { CICommands.neutralize(Redactor([]).redact(name)) }

    /// For judging it again.
    package var workflow: RecordedWorkflow {
        let entries = steps.compactMap { name, line in Self.step(line).map { (Self.key(name), $0) } }
        return RecordedWorkflow(
            steps: Dictionary(entries) { first, _ in first }, variables: variables,
            caseFields: given.object("case").values, secrets: hiddenSecrets.map { Secret($0) })
    }

    private static func step(_ line: JSONObject) -> RecordedWorkflow.Step? {
        let exchange = line.object("exchange")
        guard exchange.count > 0 else {
            if line.string("verdict") == "skipped" || line.string("verdict") == "passed" { return nil }
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
                timings: timings, time: Timestamp(milliseconds: Int64(exchange.int("time"))),
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
