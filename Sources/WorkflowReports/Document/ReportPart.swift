/// A part of a run on several machines.
package struct ReportPart: Sendable, Equatable {
    /// From 1.
    package var number: Int
    package var count: Int
    /// Names how the run was split: parts of another split do not fit.
    package var split: String

    package init(number: Int, count: Int, split: String) {
        self.number = number
        self.count = count
        self.split = split
    }
}
