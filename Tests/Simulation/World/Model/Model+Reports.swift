import SimulatedMachine

/// Reports are whole and true.
extension Model {
    private func withFile<Result>(_ path: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
        var size = 0
        return sim_file(path, &size).map { body(UnsafeBufferPointer(start: $0, count: size)) }
    }

    func report(of process: Int) -> Document? { withFile(World.report(of: process)) { Document($0) } ?? nil }

    var partialReport: String? {
        for index in processes {
            let path = World.report(of: index)
            let isWhole = withFile(path) { Document($0) != nil }
            if isWhole == false { return "\(path) is no JSON document" }
            let hasRun = hasExited(index) && ([0, 1, 3].contains(status(index)) || status(index) >= 128)
            if isWhole == nil, hasRun, wasLeftInPeace(index) {
                return "process \(index + 1) ended with \(status(index)), and \(path) is missing"
            }
        }
        let isWhole = withFile("/sim/w/reports/junit.xml") { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            return text.hasPrefix("<?xml") && text.hasSuffix("</testsuites>\n")
        }
        return isWhole == false ? "junit.xml is not whole" : nil
    }

    /// A step in a report.
    private struct Told {
        let mark: String
        let step: Scenario.Step
        let verdict: String
        let type: String
    }

    private func told(by process: Int) -> [Told] {
        var all: [Told] = []
        for suite in report(of: process)?["suites"]?.list ?? [] {
            guard let file = suite["file"]?.text, let name = suite["case"]?.text,
                let workflow = Int(file.drop { $0 != "w" }.dropFirst("workflows/w".count).prefix { $0 != "." }),
                let number = Int(name.dropFirst())
            else { continue }
            for step in suite["steps"]?.list ?? [] {
                guard let id = step["id"]?.text, let place = Int(id.dropFirst()) else { continue }
                all.append(
                    Told(
                        mark: Scenario.mark(workflow: workflow, case: number, step: place),
                        step: scenario.workflows[workflow].steps[place], verdict: step["verdict"]?.text ?? "",
                        type: step["type"]?.text ?? ""))
            }
        }
        return all
    }

    var falseVerdict: String? {
        for index in processes where hasExited(index) {
            for told in told(by: index) {
                if let problem = problem(of: told, process: index) {
                    return "process \(index + 1) says of \(told.mark): \(told.verdict) \(told.type), but \(problem)"
                }
            }
        }
        return nil
    }

    private func problem(of told: Told, process: Int) -> String? {
        if case .wait = told.step.kind { return nil }
        let all = server.arrivals.filter { $0.mark == told.mark }
        let own = all.filter { $0.process == process + 1 }
        let hasSucceeded = all.contains { $0.isAnswered && $0.answer.isSuccess }
        switch told.verdict {
        case "passed": if !hasSucceeded { return "the server never answered that" }
        case "failure":
            if !all.contains(where: { $0.isAnswered && !$0.answer.isSuccess }) { return "no answer was a failure" }
        case "skipped": if !own.isEmpty { return "it arrived" }
        default: break
        }
        guard told.step.isEffect, let arrival = own.last else { return nil }
        if arrival.isAnswered {
            if arrival.answer.isSuccess, told.verdict != "passed" { return "the server said that it succeeded" }
            if ["OutcomeUnknown", "NotSent", "Refused"].contains(told.type) { return "it was answered" }
        } else if told.type != "OutcomeUnknown" {
            return "it arrived and was not answered"
        }
        return nil
    }

    var falseStatus: String? {
        for index in processes where hasExited(index) && wasLeftInPeace(index) {
            let status = status(index)
            if status < 0 || (status > 4 && status < 128) { return "process \(index + 1) ended with \(status)" }
            if [2, 4].contains(status), report(of: index) == nil { continue }
            guard status < 128, let report = report(of: index) else { continue }
            let steps = report["suites"]?.list.flatMap { $0["steps"]?.list ?? [] } ?? []
            let verdicts = steps.compactMap { step in
                // A step that only waited has tested nothing.
                step["kind"]?.text == "wait" && step["verdict"]?.text == "passed" ? "waited" : step["verdict"]?.text
            }
            let errors = Set(steps.filter { $0["verdict"]?.text == "error" }.map { $0["type"]?.text ?? "" })
            let expected = expectedStatus(verdicts, errors, isPart: scenario.processes[index].part != nil)
            // The end of a run that the ledger could not be told is an error, and comes after the reports.
            if status == 3, world.output[index].contains("error[ledger_unusable]") { continue }
            if status != expected {
                return "process \(index + 1) ended with \(status), and its report says \(expected)"
            }
            if status == 0, let missing = missing(in: index) { return "process \(index + 1) passed without \(missing)" }
        }
        return nil
    }

    /// The exit code that the verdicts of a report stand for.
    private func expectedStatus(_ verdicts: [String], _ errors: Set<String>, isPart: Bool) -> Int32 {
        // A part of a run need not have anything to do.
        if verdicts.isEmpty, isPart { return 0 }
        if errors == ["Refused"] { return 4 }
        if errors == ["InvalidInput"] { return 2 }
        if !errors.isEmpty || !(verdicts.contains("passed") || verdicts.contains("failure")) { return 3 }
        return verdicts.contains("failure") ? 1 : 0
    }

    /// A request of a process's workflows that never succeeded.
    private func missing(in process: Int) -> String? {
        // A part need not have it.
        if scenario.processes[process].part != nil {
            let passed = processes.filter { hasExited($0) && status($0) == 0 }
            guard Set(passed.compactMap { scenario.processes[$0].part }).count == scenario.parts else { return nil }
        }
        let wanted = scenario.processes[process].workflow.map { [$0] } ?? Array(scenario.workflows.indices)
        for workflow in wanted {
            for number in scenario.workflows[workflow].cases.indices {
                for (place, step) in scenario.workflows[workflow].steps.enumerated() {
                    if case .wait = step.kind { continue }
                    let mark = Scenario.mark(workflow: workflow, case: number, step: place)
                    let hasSucceeded = server.arrivals.contains {
                        $0.mark == mark && $0.isAnswered && $0.answer.isSuccess
                    }
                    if !hasSucceeded { return mark }
                }
            }
        }
        return nil
    }
}

extension Arrival.Answer {
    fileprivate var isSuccess: Bool { if case .success = self { true } else { false } }
}
