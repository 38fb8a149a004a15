import WorkflowModel

/// One of several machines that share a run. All of them split the run in the same way, without talking to each other.
package struct Shard: Sendable, Equatable {
    /// From 1.
    package let number: Int
    package let count: Int

    /// Nil if there is no such part.
    package init?(number: Int, count: Int) {
        guard count >= 1, (1...count).contains(number) else { return nil }
        self.number = number
        self.count = count
    }

    /// The indices of the workflows that this machine runs. `durations` has one entry for each workflow, in order: its time in an
    /// earlier run, or nil if that run did not have it. Without any time, each machine gets about the same number of workflows.
    package func places(durations: [Duration?]) -> [Int] {
        let known = durations.compactMap(\.self)
        guard !known.isEmpty else {
            return durations.indices.filter { $0 % count == number - 1 }
        }
        // The longest workflow first; each goes to the machine that has the least to do so far.
        let usual = known.sorted()[known.count / 2]
        let lengths = durations.map { $0 ?? usual }
        var loads = [Duration](repeating: .zero, count: count)
        var mine: [Int] = []
        for place in durations.indices.sorted(by: { (lengths[$1], $0) < (lengths[$0], $1) }) {
            let machine = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
            loads[machine] += lengths[place]
            if machine == number - 1 { mine.append(place) }
        }
        return mine.sorted()
    }
}

extension EffectLimits {
    /// This machine's share of the limits, so that all machines together stay within them. `indivisible` names the limits that
    /// leave a machine with nothing.
    package func divided(over shard: Shard) -> (limits: EffectLimits, indivisible: [String]) {
        var limits = self
        var indivisible: [String] = []
        func divide(_ name: String, _ limit: WritableKeyPath<EffectLimits, Int?>) {
            guard let whole = self[keyPath: limit] else { return }
            if whole > 0, whole < shard.count { indivisible.append(name) }
            limits[keyPath: limit] = whole / shard.count + (shard.number <= whole % shard.count ? 1 : 0)
        }
        divide("max_sends", \.maximum)
        divide("max_sends_per_recipient", \.maximumPerRecipient)
        divide("max_transfers", \.maximumTransfers)
        divide("max_priced", \.maximumPriced)
        if let whole = maximumAmount {
            if whole.paise < shard.count { indivisible.append("max_amount") }
            let rest = shard.number <= whole.paise % shard.count ? 1 : 0
            limits.maximumAmount = Rupees(paise: whole.paise / shard.count + rest)
        }
        limits.interval = interval.map { $0 * shard.count }
        return (limits, indivisible)
    }
}
