import ArgumentParser

struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Shows what was sent and moved, over all runs, and what is left of budgets.",
        discussion: """
            A run keeps each request that does more than to read in a ledger, before it makes the request. These commands work on your own \
            ledger, with --env on the ledger of an environment, and with --file on the ledger in a file. None of them makes a ledger.

            Examples:
              ekoflow ledger status --env staging     # what is left of the budgets
              ekoflow ledger list
              ekoflow ledger show MX432REZ7Q2L5N8VAB4K
              ekoflow ledger export --csv --since 2026-11-01 > requests.csv
              ekoflow ledger settle --env staging     # what came of lost requests
              ekoflow ledger prune --before 90d
            """,
        subcommands: [
            LedgerListCommand.self, LedgerShowCommand.self, LedgerExportCommand.self, LedgerSettleCommand.self,
            LedgerPruneCommand.self, LedgerStatusCommand.self,
        ])
}
