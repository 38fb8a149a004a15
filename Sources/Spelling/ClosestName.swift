/// The candidate that a misspelt name most likely means; nil if no candidate is close.
package func closestName(to name: String, among candidates: some Sequence<String>) -> String? {
    guard name.utf8.count <= maximumLength else { return nil }
    // `maxSends` and `max-sends` mean max_sends.
    let plain = name.withoutSeparators
    if let same = candidates.first(where: { $0.withoutSeparators == plain }) { return same }
    let wanted = Array(name.lowercased().unicodeScalars)
    let bound = max(1, wanted.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in candidates where candidate.utf8.count <= maximumLength {
        let distance = editDistance(wanted, Array(candidate.lowercased().unicodeScalars))
        if distance <= bound, distance < best?.distance ?? .max {
            best = (candidate, distance)
        }
    }
    return best?.name
}

/// Longer names are made up, not misspelt. Comparing two names takes the product of their lengths.
private let maximumLength = 100

/// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var beforePrevious = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for row in 1...left.count {
        var current = [row] + [Int](repeating: 0, count: right.count)
        for column in 1...right.count {
            let isSame = left[row - 1] == right[column - 1]
            current[column] = min(
                previous[column] + 1, current[column - 1] + 1, previous[column - 1] + (isSame ? 0 : 1))
            if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                current[column] = min(current[column], beforePrevious[column - 2] + 1)
            }
        }
        beforePrevious = previous
        previous = current
    }
    return previous[right.count]
}

extension String {
    fileprivate var withoutSeparators: String { lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " } }
}
