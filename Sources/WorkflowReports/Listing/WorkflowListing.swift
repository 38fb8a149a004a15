import Contract
import JSON
import WorkflowEngine
import WorkflowModel

/// Lists the parts of workflows that can be selected: cases, steps and tags.
package struct WorkflowListing: Sendable {
    private let entries: [Entry]
    private let masksNumbers: Bool

    private struct Entry: Sendable {
        let workflow: Workflow
        let cases: [String]
        let steps: [PlannedStep]
    }

    package init(_ workflows: [Workflow], selection: Selection, masksNumbers: Bool) {
        self.masksNumbers = masksNumbers
        entries = workflows.map { workflow in
            Entry(
                workflow: workflow,
                cases: workflow.cases.map(\.title).filter {
                    selection.cases.isEmpty || selection.cases.contains($0)
                },
                steps: StepSequence(workflow).selected(by: selection).leaves)
        }
    }

    /// For people.
    package func text(_ styler: TextStyler) -> String {
        let texts = entries.map { text(of: $0, styler) }
        let steps = entries.reduce(0) { $0 + $1.steps.count * max(1, $1.cases.count) }
        let sends = entries.reduce(0) { $0 + $1.steps.count { $0.step.textsPerson } * max(1, $1.cases.count) }
        let total = [
            plural(entries.count, "workflow"), plural(steps, "step"), sends > 0 ? "at most \(sends) SMS" : "no SMS",
            count(of: .movesMoney, "transfer"), count(of: .priced, "priced call"),
        ].compactMap(\.self).joined(separator: " · ")
        return masked(texts.joined(separator: "\n") + "\n\(styler.apply(.bold, to: total))\n")
    }

    private func count(of kinds: EffectKinds, _ word: String) -> String? {
        let count = entries.reduce(0) { count, entry in
            count + entry.steps.count { $0.step.request?.effects.contains(kinds) ?? false } * max(1, entry.cases.count)
        }
        return count > 0 ? "at most \(plural(count, word))" : nil
    }

    /// For programs: a list of objects with `file`, `name`, `tags`, `environment`, `cases` and `steps`.
    package var json: String {
        let list = JSONValue.array(
            entries.map { entry in
                let workflow = entry.workflow
                let steps = entry.steps.map { planned -> JSONValue in
                    [
                        "name": .string(planned.name), "id": text(planned.step.id?.value),
                        "kind": .string(planned.step.kind.value), "texts_person": .bool(planned.step.textsPerson),
                        "effects": .array((planned.step.request?.effects.words ?? []).map { .string($0) }),
                        "line": .integer(planned.step.kind.range.start.line),
                    ]
                }
                return [
                    "file": .string(workflow.file.path), "name": text(workflow.name?.value),
                    "description": text(workflow.description), "environment": text(workflow.environment?.value),
                    "tags": .array(workflow.tags.map { .string($0.value) }),
                    "cases": .array(entry.cases.map { .string($0) }), "steps": .array(steps),
                ]
            })
        return JSONText.inert(masked(list.prettyPrinted + "\n"))
    }

    private func masked(_ text: String) -> String { masksNumbers ? NumberMask.mask(text) : text }

    private func text(of entry: Entry, _ styler: TextStyler) -> String {
        let workflow = entry.workflow
        let tags = workflow.tags.map { " #\($0.value)" }.joined()
        let place = workflow.name == nil ? "" : "  " + styler.apply(.dim, to: LogText.line(workflow.file.path))
        var lines = [
            styler.apply(.bold, to: LogText.line(workflow.title)) + place + styler.apply(.blue, to: tags)
        ]
        for step in entry.steps {
            let id = step.step.id.map { " (\($0.value))" } ?? ""
            let effects = (step.step.request?.effects.labels ?? []).map { styler.apply(.yellow, to: "  \($0)") }
            lines.append("  \(LogText.line(step.name))\(styler.apply(.dim, to: id))\(effects.joined())")
        }
        if !entry.cases.isEmpty {
            let shown = LogText.line(entry.cases.prefix(20).joined(separator: ", "))
            let rest = entry.cases.count > 20 ? ", … \(entry.cases.count - 20) more" : ""
            lines.append("  \(styler.apply(.dim, to: plural(entry.cases.count, "case") + ":")) \(shown)\(rest)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}

extension EffectKinds {
    /// What a reader must know of a step.
    fileprivate var labels: [String] {
        [(EffectKinds.texts, "SMS"), (.movesMoney, "moves money"), (.priced, "priced")].filter { contains($0.0) }.map(
            \.1)
    }
}
