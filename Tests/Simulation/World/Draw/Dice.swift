/// The numbers from which a scenario is drawn. Its seed decides them all.
struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0xD134_2543_DE82_EF95 &+ 0x2545_F491 }

    private mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let mixed = (state ^ (state >> 29)) &* 0xBF58_476D_1CE4_E5B9
        return mixed ^ (mixed >> 32)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    mutating func chance(_ percent: Int) -> Bool { number(0...99) < percent }

    mutating func one<Element>(of choices: [Element]) -> Element { choices[number(0...choices.count - 1)] }

    /// Small numbers are as likely as large ones: from 1 to about `maximum`.
    mutating func skewed(_ maximum: Int) -> Int {
        var limit = 4
        while limit < maximum, chance(70) { limit *= 2 }
        return number(1...min(limit, maximum))
    }
}
