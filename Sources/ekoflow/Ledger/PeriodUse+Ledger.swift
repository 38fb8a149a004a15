import Ledger
import SQLDatabase
import Times
import WorkflowEngine
import WorkflowModel
import WorkflowReports

extension LedgerStore {
    /// What was counted for an account; of the persons, only those with these numbers.
    func periodUse(
        of account: String, in zone: TimeZoneOffset, numbers: [String] = []
    ) throws(SQLError) -> PeriodUse {
        let persons = Dictionary(numbers.map { (hash.personKey($0), personTexted($0)) }) { first, _ in first }
        let use = try use(of: account, in: zone, persons: Array(persons.keys))
        var result = PeriodUse(day: use.day, month: use.month, zone: zone.text)
        result.sendsOfDay = use.sendsOfDay
        result.sendsOfMonth = use.sendsOfMonth
        result.amountOfDay = Rupees(paise: Int(use.amountOfDay))
        for (key, count) in use.sendsByPerson { if let number = persons[key] { result.sendsByPerson[number] = count } }
        return result
    }
}

extension PeriodUse {
    /// Before the first request.
    init(unusedAt now: Timestamp, in zone: TimeZoneOffset) {
        self.init(day: zone.day(of: now), month: zone.month(of: now), zone: zone.text)
    }
}
