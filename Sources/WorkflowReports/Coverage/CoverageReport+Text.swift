import Contract
import JSON

extension CoverageReport {
    private static let titles: [(kind: CoverageItem.Kind, title: String)] = [
        (.answer, "answers"), (.status, "statuses"), (.http, "HTTP statuses"), (.parameter, "invalid parameters"),
    ]

    /// For people.
    package func text(_ styler: TextStyler) -> String {
        var text = ""
        for part in parts {
            let total = part.met.count + part.left.count
            text += "\(styler.apply(.bold, to: part.operation.title))  "
            text += styler.apply(.dim, to: "\(part.operation.name), \(part.met.count) of \(total) met") + "\n"
            for (kind, title) in Self.titles {
                let met = part.met.filter { $0.kind == kind }
                let left = part.left.filter { $0.kind == kind }
                text += "  \(title): \(met.count) of \(met.count + left.count)\n"
                for item in left {
                    let meaning = item.meaning.isEmpty ? "" : styler.apply(.dim, to: "  \(item.meaning)")
                    text += "    \(styler.apply(.yellow, to: "left")) \(item.name)\(meaning)\n"
                }
            }
            text += "\n"
        }
        text += "operations: \(calledCount) of \(Operation.all.count) called\n"
        return text + "coverage: \(percentage)% (\(metCount) of \(totalCount))\n"
    }

    /// For programs.
    package var json: String {
        func items(_ items: [CoverageItem]) -> JSONValue {
            .array(items.map { ["kind": .string($0.kind.rawValue), "name": .string($0.name)] })
        }
        let endpoints = parts.map { part -> JSONValue in
            [
                "endpoint": .string(part.operation.name), "method": .string(part.operation.method.rawValue),
                "path": .string(part.operation.path), "met": items(part.met), "left": items(part.left),
            ]
        }
        let document: JSONValue = [
            "coverage": .integer(percentage), "met": .integer(metCount), "total": .integer(totalCount),
            "endpoints": .array(endpoints),
        ]
        return document.serialized + "\n"
    }

    /// The table of what can be met, for the page that shows a run.
    static var table: JSONValue {
        .array(
            Operation.all.filter(\.isOfOTP).map { operation in
                let items = operation.coverageItems.map { item -> JSONValue in
                    ["kind": .string(item.kind.rawValue), "name": .string(item.name), "meaning": .string(item.meaning)]
                }
                let answers = operation.answers.compactMap { answer -> JSONValue? in
                    guard answer.http == 200, case .exactly(let status)? = answer.status else { return nil }
                    return [
                        "name": .string(answer.name), "status": .integer(status),
                        "types": .array(answer.responseTypes.sorted().map { .integer($0) }),
                        "message": .string(answer.message ?? ""),
                    ]
                }
                return [
                    "title": .string(operation.title), "method": .string(operation.method.rawValue),
                    "path": .string(operation.path),
                    "items": .array(items), "answers": .array(answers),
                ]
            })
    }
}
