import SQLDatabase

/// The counts of budgets within one transaction: read when they are needed, written once at its end.
struct BudgetTally {
    struct Key: Hashable {
        let account: Int64
        /// A day, or a month.
        let period: String
        /// A hash; empty for everybody.
        let person: String
    }

    struct Count {
        var sends: Int64 = 0
        var amount: Int64 = 0

        static func += (count: inout Count, other: Count) {
            count.sends += other.sends
            count.amount += other.amount
        }
    }

    private let connection: any SQLConnection
    private var known: [Key: Count] = [:]
    private var added: [Key: Count] = [:]

    init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// Counts a claim, if no budget forbids it.
    mutating func add(_ claim: Claim, account: Int64, day: String) throws(SQLError) -> BudgetExceeded? {
        let budgets = claim.budgets
        let whole = Key(account: account, period: day, person: "")
        let month = Key(account: account, period: String(day.prefix(7)), person: "")
        func exceeded(
            _ kind: BudgetExceeded.Kind, _ maximum: Int64, _ used: Int64, _ wanted: Int64, _ key: Key
        ) -> BudgetExceeded? {
            // The sum could be too large for an integer.
            guard wanted > maximum - used else { return nil }
            return BudgetExceeded(
                kind: kind, maximum: maximum, used: used, wanted: wanted, period: key.period, zone: budgets.zone.text)
        }
        let sends = Int64(claim.sends)
        let persons = Dictionary(claim.persons.map { ($0, Int64(1)) }, uniquingKeysWith: +)
        if sends > 0, let maximum = budgets.sendsPerDay,
            let problem = exceeded(.sendsPerDay, Int64(maximum), try count(whole).sends, sends, whole)
        {
            return problem
        }
        if sends > 0, let maximum = budgets.sendsPerMonth,
            let problem = exceeded(.sendsPerMonth, Int64(maximum), try count(month).sends, sends, month)
        {
            return problem
        }
        if let maximum = budgets.sendsPerRecipientPerDay {
            for (person, wanted) in persons {
                let key = Key(account: account, period: day, person: person)
                if let problem = exceeded(
                    .sendsPerRecipientPerDay, Int64(maximum), try count(key).sends, wanted, key)
                {
                    return problem
                }
            }
        }
        if claim.movesMoney, let maximum = budgets.amountPerDay,
            let problem = exceeded(.amountPerDay, maximum, try count(whole).amount, claim.amount, whole)
        {
            return problem
        }
        guard sends > 0 || claim.amount > 0 else { return nil }
        let change = Count(sends: sends, amount: claim.amount)
        add(change, to: whole)
        add(change, to: month)
        for (person, count) in persons {
            add(Count(sends: count), to: Key(account: account, period: day, person: person))
        }
        return nil
    }

    /// Gives back what a claim counted.
    mutating func remove(_ claim: Claim, account: Int64, day: String) {
        remove(
            sends: Int64(claim.sends), amount: claim.amount, persons: claim.persons, account: account, day: day)
    }

    /// Gives back what a claim counted.
    mutating func remove(sends: Int64, amount: Int64, persons: [String], account: Int64, day: String) {
        guard sends > 0 || amount > 0 else { return }
        let change = Count(sends: -sends, amount: -amount)
        add(change, to: Key(account: account, period: day, person: ""))
        add(change, to: Key(account: account, period: String(day.prefix(7)), person: ""))
        for person in persons { add(Count(sends: -1), to: Key(account: account, period: day, person: person)) }
    }

    /// Writes the counts.
    func write() throws(SQLError) {
        let ordered = added.filter { $0.value.sends != 0 || $0.value.amount != 0 }.sorted {
            ($0.key.account, $0.key.period, $0.key.person) < ($1.key.account, $1.key.period, $1.key.person)
        }
        for (key, count) in ordered {
            try connection.query(
                """
                INSERT INTO budgets (account, period, person, sends, amount) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (account, period, person)
                DO UPDATE SET sends = budgets.sends + excluded.sends, amount = budgets.amount + excluded.amount
                """,
                .integer(key.account), .text(key.period), .text(key.person), .integer(count.sends),
                .integer(count.amount))
        }
    }

    private mutating func add(_ change: Count, to key: Key) {
        known[key]? += change
        added[key, default: Count()] += change
    }

    private mutating func count(_ key: Key) throws(SQLError) -> Count {
        if let known = known[key] { return known }
        let row = try connection.query(
            "SELECT sends, amount FROM budgets WHERE account = $1 AND period = $2 AND person = $3",
            .integer(key.account), .text(key.period), .text(key.person)
        ).first
        var count = Count(sends: row?.count(0) ?? 0, amount: row?.count(1) ?? 0)
        if let added = added[key] { count += added }
        known[key] = count
        return count
    }
}
