/// The slice selector. Its numbers are within ±(2⁵³ − 1), so that sums with a length cannot overflow.
struct Slice: Sendable {
    let start: Int?
    let end: Int?
    let step: Int

    /// The selected indices of an array (RFC 9535, section 2.3.4.2).
    func indices(count: Int) -> StrideTo<Int> {
        func normalized(_ index: Int) -> Int { index >= 0 ? index : count + index }
        func clamped(_ index: Int, _ range: ClosedRange<Int>) -> Int {
            min(max(normalized(index), range.lowerBound), range.upperBound)
        }
        if step > 0 {
            return stride(
                from: start.map { clamped($0, 0...count) } ?? 0, to: end.map { clamped($0, 0...count) } ?? count,
                by: step)
        }
        if step < 0 {
            return stride(
                from: start.map { clamped($0, -1...count - 1) } ?? count - 1,
                to: end.map { clamped($0, -1...count - 1) } ?? -1, by: step)
        }
        return stride(from: 0, to: 0, by: 1)
    }
}
