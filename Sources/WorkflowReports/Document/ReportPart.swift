/// A part of a run on several machines.
package struct ReportPart: Sendable, Equatable {
    /// From 1.
    package var number: Int
    package var count: Int
    /// Identifies how the run was split. Only parts of the same split can be merged.
    package var split: String

    package init(number: Int, count: Int, split: String) {
        self.number = number
        self.count = count
        self.split = split
    }

    /// A part in which each workflow runs several times.
    package func repeated(_ count: Int) -> ReportPart {
        count == 1 ? self : ReportPart(number: number, count: self.count, split: "\(split)-\(count)")
    }
}
