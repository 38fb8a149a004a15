extension ReportDocument {
    /// Merges the parts of a run on several machines into one run, in the order of files and cases.
    package init(merging parts: [ReportDocument]) {
        let first = parts.first?.info ?? ReportInfo()
        self.init(
            ReportInfo(
                version: first.version, runID: parts.map(\.info.runID).joined(separator: "+"),
                startedAt: parts.map(\.info.startedAt).min() ?? ""))
        suites = parts.flatMap(\.suites).enumerated().sorted { left, right in
            (left.element.file, left.element.caseNumber, left.offset)
                < (right.element.file, right.element.caseNumber, right.offset)
        }.map(\.element)
        end = ReportEnd(
            duration: parts.map(\.end.duration).max() ?? .zero,
            wasInterrupted: parts.contains(where: \.end.wasInterrupted),
            wasCutOff: parts.contains(where: \.end.wasCutOff))
    }

    /// Why the documents are not different parts of one run; nil if they may be.
    package static func mismatch(of parts: [ReportDocument]) -> String? {
        for (index, part) in parts.enumerated()
        where parts[..<index].contains(where: { $0.info.runID == part.info.runID }) {
            return "the run \(part.info.runID) is given twice"
        }
        let known = parts.compactMap(\.info.part)
        guard let first = known.first else { return nil }
        guard known.count == parts.count else { return "some are parts of a run, and others are whole runs" }
        if known.contains(where: { $0.count != first.count || $0.split != first.split }) {
            return "they are parts of runs that were split in different ways, or had other workflows, steps or options"
        }
        let (keys, commits) = (Set(parts.map { $0.info.runKey ?? "none" }), Set(parts.compactMap(\.info.commit)))
        for (what, values) in [("keys", keys), ("commits", commits)] where values.count > 1 {
            return "they are parts of different runs, with the \(what) \(values.sorted().joined(separator: " and "))"
        }
        let numbers = known.map(\.number)
        if let wrong = known.first(where: { !$0.isPossible }) {
            return "part \(wrong.number) of \(wrong.count) does not exist"
        }
        let twice = numbers.first { number in numbers.count { $0 == number } > 1 }
        return twice.map { "part \($0) of \(first.count) is given twice" }
    }

    /// The numbers of the parts of a run that are missing.
    package static func missing(from parts: [ReportDocument]) -> [Int] {
        guard let count = parts.first?.info.part?.count else { return [] }
        return Set(1...count).subtracting(parts.compactMap(\.info.part?.number)).sorted()
    }
}

extension ReportPart {
    /// A report that somebody else wrote can say anything.
    fileprivate var isPossible: Bool { 1...10_000 ~= count && 1...count ~= number }
}
