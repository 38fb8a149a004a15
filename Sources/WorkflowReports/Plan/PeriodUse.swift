import JSON
import WorkflowEngine
import WorkflowModel

/// What a ledger has counted for an account in the current day and month.
package struct PeriodUse: Sendable {
    /// For example `2026-11-29`.
    package var day: String
    /// For example `2026-11`.
    package var month: String
    /// Where the day begins, for example `+05:30`.
    package var zone: String
    package var sendsOfDay = 0
    package var sendsOfMonth = 0
    package var amountOfDay = Rupees(paise: 0)
    /// The SMS of the day, by the number as `personTexted` writes it.
    package var sendsByPerson: [String: Int] = [:]

    package init(day: String, month: String, zone: String) {
        self.day = day
        self.month = month
        self.zone = zone
    }

    /// One budget, or what was counted without one.
    package struct Line: Sendable {
        /// The key of the environment file.
        package let key: String
        /// For people: `SMS on 2026-11-29`.
        package let title: String
        /// SMS, or paise.
        package let used: Int
        package let maximum: Int?
        let isAmount: Bool

        package var left: Int? { maximum.map { max(0, $0 - used) } }

        /// For example: `SMS on 2026-11-29: 5 of at most 100, 95 left`.
        package var text: String {
            guard let maximum, let left else { return "\(title): \(shown(used))" }
            return "\(title): \(shown(used)) of at most \(shown(maximum)), \(shown(left)) left"
        }

        private func shown(_ count: Int) -> String { isAmount ? Rupees(paise: count).text : String(count) }

        package var json: JSONValue {
            func number(_ count: Int) -> JSONValue {
                isAmount ? JSONNumber(Rupees(paise: count).digits).map { .number($0) } ?? .null : .integer(count)
            }
            var members: [JSONObject.Member] = [("used", number(used))]
            if let maximum, let left { members += [("limit", number(maximum)), ("left", number(left))] }
            return .object(JSONObject(members))
        }
    }

    /// The SMS of the day and the month, and the rupees of the day if they are limited or some were moved.
    package func lines(_ budgets: PeriodBudgets) -> [Line] {
        var lines = [
            Line(
                key: "per_day", title: "SMS on \(day)", used: sendsOfDay, maximum: budgets.sendsPerDay, isAmount: false),
            Line(
                key: "per_month", title: "SMS in \(month)", used: sendsOfMonth, maximum: budgets.sendsPerMonth,
                isAmount: false),
        ]
        if budgets.amountPerDay != nil || amountOfDay.paise > 0 {
            lines.append(
                Line(
                    key: "max_amount_per_day", title: "moved on \(day)", used: amountOfDay.paise,
                    maximum: budgets.amountPerDay?.paise, isAmount: true))
        }
        return lines
    }

    /// The SMS of the day to one number.
    func line(to number: String, _ budgets: PeriodBudgets) -> Line {
        Line(
            key: "max_sends_per_recipient_per_day", title: "SMS to \(number) on \(day)",
            used: sendsByPerson[personTexted(number)] ?? 0, maximum: budgets.sendsPerRecipientPerDay, isAmount: false)
    }

    /// For programs, without numbers.
    package func json(_ budgets: PeriodBudgets) -> JSONObject {
        JSONObject(
            [("day", .string(day)), ("month", .string(month)), ("time_zone", .string(zone))]
                + lines(budgets).map { ($0.key, $0.json) })
    }
}
