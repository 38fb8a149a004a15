/// A pattern as the steps of a non-deterministic automaton.
struct Program: Sendable {
    enum Instruction: Sendable {
        case scalar(Unicode.Scalar)
        case characterClass(Int)
        case assertion(Assertion)
        case split(Int, Int)
        case jump(Int)
        /// Where the first group starts and ends.
        case groupStart, groupEnd
        case accept
    }

    static let maximumSize = 5_000

    private(set) var instructions: [Instruction] = []
    let classes: [CharacterClass]
    let ignoresCase: Bool
    /// Whether the first group is marked.
    let hasGroup: Bool

    init(
        _ pattern: Pattern, classes: [CharacterClass], ignoresCase: Bool, hasGroup: Bool
    ) throws(RegularExpressionError) {
        self.hasGroup = hasGroup
        self.classes = classes
        self.ignoresCase = ignoresCase
        guard compile(pattern.root), emit(.accept) else { throw .tooLarge(pattern.range) }
    }

    /// Returns false if the program would be too large.
    private mutating func compile(_ node: PatternNode) -> Bool {
        switch node {
        case .empty: true
        case .scalar(let scalar): emit(.scalar(ignoresCase ? scalar.simpleLowercase : scalar))
        case .characterClass(let index): emit(.characterClass(index))
        case .assertion(let assertion): emit(.assertion(assertion))
        case .sequence(let nodes): compile(sequence: nodes)
        case .alternation(let branches): compile(alternation: branches)
        case .repetition(let node, let quantifier): compile(node, quantifier)
        case .group(let node) where !hasGroup: compile(node)
        case .group(let node): emit(.groupStart) && compile(node) && emit(.groupEnd)
        }
    }

    private mutating func compile(sequence nodes: [PatternNode]) -> Bool {
        for node in nodes where !compile(node) { return false }
        return true
    }

    private mutating func compile(alternation branches: [PatternNode]) -> Bool {
        var jumps: [Int] = []
        for branch in branches.dropLast() {
            let split = instructions.count
            guard emit(.split(split + 1, split)), compile(branch) else { return false }
            jumps.append(instructions.count)
            guard emit(.jump(0)) else { return false }
            instructions[split] = .split(split + 1, instructions.count)
        }
        guard let last = branches.last, compile(last) else { return false }
        for jump in jumps { instructions[jump] = .jump(instructions.count) }
        return true
    }

    private mutating func compile(_ node: PatternNode, _ quantifier: Quantifier) -> Bool {
        var start = instructions.count
        for _ in 0..<quantifier.minimum {
            start = instructions.count
            guard compile(node) else { return false }
        }
        guard let maximum = quantifier.maximum else {
            return quantifier.minimum > 0
                ? emit(split(start, instructions.count + 1, quantifier)) : compile(anyNumberOf: node, quantifier)
        }
        var splits: [Int] = []
        for _ in quantifier.minimum..<maximum {
            splits.append(instructions.count)
            guard emit(.jump(0)), compile(node) else { return false }
        }
        for place in splits { instructions[place] = split(place + 1, instructions.count, quantifier) }
        return true
    }

    private mutating func compile(anyNumberOf node: PatternNode, _ quantifier: Quantifier) -> Bool {
        let place = instructions.count
        guard emit(.jump(0)), compile(node), emit(.jump(place)) else { return false }
        instructions[place] = split(place + 1, instructions.count, quantifier)
        return true
    }

    /// The preferred way first: once more, unless the quantifier is lazy.
    private func split(_ again: Int, _ end: Int, _ quantifier: Quantifier) -> Instruction {
        quantifier.isLazy ? .split(end, again) : .split(again, end)
    }

    private mutating func emit(_ instruction: Instruction) -> Bool {
        guard instructions.count < Program.maximumSize else { return false }
        instructions.append(instruction)
        return true
    }
}

extension Program {
    /// Whether a step takes a scalar; `folded` is the scalar as the program compares it.
    func takes(_ step: Int, _ scalar: Unicode.Scalar, folded: Unicode.Scalar) -> Bool {
        switch instructions[step] {
        case .scalar(let expected): expected == folded
        case .characterClass(let index): classes[index].contains(scalar)
        case .assertion, .split, .jump, .groupStart, .groupEnd, .accept: false
        }
    }
}
