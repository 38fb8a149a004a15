import SimulatedMachine

/// Each effect once, recorded before it is made, and within the limits.
extension Model {
    /// Each arrival has an entry of its own, which does not say that nothing was sent.
    var unrecorded: String? {
        let counts = Dictionary(grouping: effects, by: \.mark).mapValues(\.count)
        for (mark, count) in counts.sorted(by: { $0.key < $1.key }) {
            let known = entries.filter { $0.reference == mark && $0.state != "not_sent" }.count
            if known < count { return "\(mark) arrived \(count) times, and the ledger has \(known) requests" }
        }
        return nil
    }

    var repeated: String? {
        let made = Dictionary(grouping: entries.filter { $0.state != "not_sent" }) { "\($0.run) \($0.reference)" }
        if let (which, _) = made.filter({ $0.value.count > 1 }).min(by: { $0.key < $1.key }) {
            return "the ledger has two requests of one run and step: \(which)"
        }
        for (index, arrival) in effects.enumerated() {
            for earlier in effects[..<index] where earlier.mark == arrival.mark && isSameRun(earlier, arrival) {
                return
                    "\(arrival.mark) arrived from process \(earlier.process) and from process \(arrival.process) of one run"
            }
        }
        return nil
    }

    private func isSameRun(_ earlier: Arrival, _ later: Arrival) -> Bool {
        if earlier.process == later.process { return true }
        let (first, second) = (earlier.process - 1, later.process - 1)
        guard second > first else { return false }
        let (one, two) = (scenario.processes[first], scenario.processes[second])
        if case .key = one.choice { return one.choice == two.choice }
        guard one.part == two.part else { return false }
        // Who starts after a process that was cut off continues its run, or is refused, if both were alone.
        guard second == first + 1, one.delay == nil, two.delay == nil, one.host == two.host, two.choice != .again else {
            return false
        }
        // Another one that starts meanwhile may bring the run to its end, or give it up.
        if second + 1 < scenario.processes.count, scenario.processes[second + 1].delay != nil { return false }
        // Who was killed after the end of its run has nothing left to continue.
        return (wasKilled(first) && report(of: first) == nil) || status(first) >= 128
    }

    /// What a failure of power loses, the ledger has.
    var unwritten: String? {
        guard sim_power_failures() == 0 else { return nil }
        var text = ""
        var index: Int32 = 0
        while let path = sim_path(index).map({ String(cString: $0) }) {
            index += 1
            guard path.hasPrefix("/sim/w/reports/journal") else { continue }
            var size = 0
            guard let bytes = sim_file(path, &size) else { continue }
            text += String(decoding: UnsafeBufferPointer(start: bytes, count: size), as: UTF8.self)
        }
        let requests = text.split(separator: "\n").filter { $0.hasPrefix("{\"event\":\"request\"") }
        let counts = Dictionary(grouping: effects, by: \.mark).mapValues(\.count)
        for (mark, count) in counts.sorted(by: { $0.key < $1.key }) {
            let known = requests.filter { $0.contains("\"client_ref_id\":\"\(mark)\"") }.count
            if known < count { return "\(mark) arrived \(count) times, and the journals have it \(known) times" }
        }
        return nil
    }

    // MARK: Limits

    private struct Sums {
        var sends = 0
        var byPerson: [String: Int] = [:]
        var transfers = 0
        var rupees = 0
        var priced = 0

        init(_ arrivals: [Arrival]) {
            for arrival in arrivals {
                if arrival.path.hasSuffix("/mobile/otp") {
                    sends += 1
                    byPerson[arrival.mobile ?? "", default: 0] += 1
                } else if arrival.path.hasSuffix("/dmt-fino") {
                    transfers += 1
                    rupees += arrival.rupees ?? 0
                } else if arrival.path.contains("/ifsc/") {
                    priced += 1
                }
            }
        }
    }

    var excess: String? {
        let limits = scenario.limits
        let allowed = scenario.allowedNumbers
        if let other = effects.first(where: {
            $0.path.hasSuffix("/mobile/otp") && !allowed.contains($0.mobile ?? "")
        }) {
            return "\(other.mobile ?? "somebody") was texted and is no recipient"
        }
        func problem(_ what: String, _ sum: Int, _ limit: Int?) -> String? {
            limit.flatMap { sum > $0 ? "\(sum) \(what), and \($0) are allowed" : nil }
        }
        for (run, arrivals) in runs {
            let sums = Sums(arrivals)
            let found =
                problem("SMS of \(run)", sums.sends, limits.sends)
                ?? problem("SMS to a person of \(run)", sums.byPerson.values.max() ?? 0, limits.sendsPerRecipient)
                ?? problem("transfers of \(run)", sums.transfers, limits.transfers)
                ?? problem("rupees of \(run)", sums.rupees, limits.rupees)
                ?? problem("priced calls of \(run)", sums.priced, limits.priced)
            if let found { return found }
        }
        for (day, arrivals) in Dictionary(grouping: effects, by: { $0.wall / 86_400_000 }) {
            let sums = Sums(arrivals)
            let found =
                problem("SMS on day \(day)", sums.sends, limits.sendsPerDay)
                ?? problem(
                    "SMS to a person on day \(day)", sums.byPerson.values.max() ?? 0, limits.sendsPerRecipientPerDay)
                ?? problem("rupees on day \(day)", sums.rupees, limits.rupeesPerDay)
            if let found { return found }
        }
        return nil
    }

    /// What is certainly of one run: what a process made, and what all processes with one key made,
    /// each of them a part of the run or the whole.
    private var runs: [(String, [Arrival])] {
        var runs = processes.map { index in
            ("process \(index + 1)", effects.filter { $0.process == Int(world.numbers[index]) })
        }
        for key in 1...5 {
            let members = processes.filter { scenario.processes[$0].choice == .key(key) }.map { $0 + 1 }
            runs.append(("key \(key)", effects.filter { members.contains($0.process) }))
        }
        return runs
    }

    /// The rate, as far as the network's delays let the server see it.
    var haste: String? {
        guard let rate = scenario.limits.rate, rate <= 2 else { return nil }
        let least = UInt64(1_000 / rate - 350) * 1_000_000
        for index in processes where wasLeftInPeace(index) {
            let limited = arrivals(of: index).filter {
                $0.path.hasSuffix("/mobile/otp") || $0.path.hasSuffix("/dmt-fino") || $0.path.contains("/ifsc/")
            }
            for (first, second) in zip(limited, limited.dropFirst()) where second.time - first.time < least {
                return
                    "process \(index + 1): \(first.mark) and \(second.mark) are \((second.time - first.time) / 1_000_000) ms apart"
            }
        }
        return nil
    }

    /// From its first SMS to a person to the end of its workflow, a process that is left in peace is alone with that person.
    var crowding: String? {
        for index in processes where wasLeftInPeace(index) {
            let own = arrivals(of: index)
            for text in own where text.path.hasSuffix("/mobile/otp") {
                let prefix = text.mark.prefix { $0 != "s" }
                guard let last = own.last(where: { $0.mark.hasPrefix(prefix + "s") }) else { continue }
                let other = effects.first {
                    $0.process != text.process && $0.path.hasSuffix("/mobile/otp") && $0.mobile == text.mobile
                        && $0.time > text.time && $0.time < last.time
                }
                // A request of a process that has ended may still be on its way.
                if let other, wasLeftInPeace(other.process - 1), !wasKilled(other.process - 1),
                    other.time <= world.ends[other.process - 1] ?? .max
                {
                    return
                        "process \(other.process) texted \(other.mobile ?? "") with \(other.mark) between \(text.mark) and \(last.mark) of process \(text.process)"
                }
            }
        }
        return nil
    }

    /// Who shows signs of life keeps its run.
    var lostRun: String? {
        let index = processes.first {
            hasExited($0) && wasLeftInPeace($0) && world.output[$0].contains("has taken over this run")
        }
        return index.map { "process \($0 + 1) was left in peace" }
    }

    /// A process that stood still does not send what was allowed long before.
    var staleness: String? {
        let jumps = scenario.processes.contains { process in
            process.faults.contains { if case .clockJump = $0 { true } else { false } }
        }
        guard !jumps else { return nil }
        for arrival in effects {
            let allowed = entries.filter { $0.reference == arrival.mark && $0.claimed <= arrival.wall }.map(\.claimed)
            // The time of an exchange, and of what is written before it.
            guard let last = allowed.max(), arrival.wall - last > 11_000 else { continue }
            return "\(arrival.mark) arrived \(arrival.wall - last) ms after it was allowed"
        }
        return nil
    }
}
