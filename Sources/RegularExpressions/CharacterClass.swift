/// The scalars that one step of a pattern accepts; ASCII is looked up in a bit map.
struct CharacterClass: Sendable {
    private let set: ScalarSet
    private let isNegated: Bool
    private let ignoresCase: Bool
    private let ascii: (low: UInt64, high: UInt64)

    init(_ set: ScalarSet, isNegated: Bool = false, ignoresCase: Bool = false) {
        let merged = set.merged
        var ascii: (low: UInt64, high: UInt64) = (0, 0)
        for value in UInt8(0)..<128
        where merged.contains(Unicode.Scalar(value), ignoringCase: ignoresCase) != isNegated {
            if value < 64 { ascii.low |= 1 << value } else { ascii.high |= 1 << (value - 64) }
        }
        self.set = merged
        self.isNegated = isNegated
        self.ignoresCase = ignoresCase
        self.ascii = ascii
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 64 { return ascii.low >> scalar.value & 1 == 1 }
        if scalar.value < 128 { return ascii.high >> (scalar.value - 64) & 1 == 1 }
        return set.contains(scalar, ignoringCase: ignoresCase) != isNegated
    }
}
