/// A pattern as the steps of a non-deterministic automaton.
struct Program: Sendable {
    enum Instruction: Sendable {
        case scalar(Unicode.Scalar)
        case characterClass(Int)
        case assertion(Assertion)
        case split(Int, Int)
        case jump(Int)
        case accept
    }

    static let maximumSize = 5_000

    private(set) var instructions: [Instruction] = []
    let classes: [CharacterClass]
    let ignoresCase: Bool

    init(_ pattern: Pattern, classes: [CharacterClass], ignoresCase: Bool) throws(RegularExpressionError) {
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
                ? emit(.split(start, instructions.count + 1)) : compile(anyNumberOf: node)
        }
        var splits: [Int] = []
        for _ in quantifier.minimum..<maximum {
            splits.append(instructions.count)
            guard emit(.jump(0)), compile(node) else { return false }
        }
        for split in splits { instructions[split] = .split(split + 1, instructions.count) }
        return true
    }

    private mutating func compile(anyNumberOf node: PatternNode) -> Bool {
        let split = instructions.count
        guard emit(.jump(0)), compile(node), emit(.jump(split)) else { return false }
        instructions[split] = .split(split + 1, instructions.count)
        return true
    }

    private mutating func emit(_ instruction: Instruction) -> Bool {
        guard instructions.count < Program.maximumSize else { return false }
        instructions.append(instruction)
        return true
    }
}
