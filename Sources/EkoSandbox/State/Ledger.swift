import Synchronization

/// The transactions of the account and its balance.
///
/// It keeps a limited number of transactions, so that a sandbox can run for a long time. The oldest are forgotten first.
final class Ledger: Sendable {
    static let maximumCount = 10_000
    /// In paise: a million rupees.
    static let startingBalance = 1_000_000_00

    /// The balance is too low for a transfer.
    struct InsufficientBalance: Error {}

    private struct State {
        var balance = Ledger.startingBalance
        var transactions: [String: Transaction] = [:]
        /// The numbers of the transactions by reference.
        var references: [String: String] = [:]
        /// The numbers in order. Those before `first` are forgotten.
        var order: [String] = []
        var first = 0

        mutating func forgetOldest() {
            while order.count - first > Ledger.maximumCount {
                let number = order[first]
                first += 1
                for reference in transactions[number]?.references ?? [] where references[reference] == number {
                    references[reference] = nil
                }
                transactions[number] = nil
            }
            if first > Ledger.maximumCount {
                order.removeFirst(first)
                first = 0
            }
        }

        mutating func name(_ number: String, _ reference: String) {
            guard !reference.isEmpty else { return }
            references[reference] = number
            transactions[number]?.references.append(reference)
        }
    }

    private let state = Mutex(State())

    /// In paise.
    var balance: Int { state.withLock(\.balance) }

    func setBalance(_ paise: Int) { state.withLock { $0.balance = paise } }

    /// Keeps a transaction under its number and its reference, and pays for it.
    func add(_ transaction: Transaction, reference: String) throws(InsufficientBalance) {
        try state.withLock { state throws(InsufficientBalance) in
            guard transaction.paid <= state.balance || transaction.paid == 0 else { throw InsufficientBalance() }
            state.balance -= transaction.paid
            state.transactions[transaction.number] = transaction
            state.order.append(transaction.number)
            state.name(transaction.number, reference)
            state.forgetOldest()
        }
    }

    /// The transaction with a number (`tid`).
    func transaction(_ number: String) -> Transaction? { state.withLock { $0.transactions[number] } }

    /// The last transaction that was made with a `client_ref_id`.
    func transaction(reference: String) -> Transaction? {
        state.withLock { state in state.references[reference].flatMap { state.transactions[$0] } }
    }

    /// The last transactions, newest last.
    var recent: [Transaction] {
        state.withLock { state in
            state.order[max(state.first, state.order.count - Self.recentKept)...].compactMap { state.transactions[$0] }
        }
    }

    static let recentKept = 100

    /// Changes the `tx_status` of a transaction, pays or pays back, and returns the transaction as it is then; nil if
    /// there is none. An inquiry finds it by `reference` too, if one is given.
    func setStatus(_ status: Int, of number: String, reference: String = "") -> Transaction? {
        state.withLock { state in
            guard var transaction = state.transactions[number] else { return nil }
            state.balance += transaction.paid
            transaction.status = status
            state.balance -= transaction.paid
            state.transactions[number] = transaction
            state.name(number, reference)
            return state.transactions[number]
        }
    }
}
