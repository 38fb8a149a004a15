import WorkflowEngine

extension PlanReport {
    /// For people: each request in order, and the SMS counts against the limits.
    package func text(_ styler: TextStyler) -> String {
        var text = ""
        var workflow: String?
        for (index, request) in preview.requests.enumerated() {
            if request.workflow != workflow {
                workflow = request.workflow
                let title = styler.apply(.bold, to: LogText.line(request.workflow))
                // A workflow without a name is named by its path.
                let file = request.workflow.hasPrefix(request.file) ? "" : LogText.line(request.file) + " "
                text += "\n\(title)  \(styler.apply(.dim, to: "\(file)on \(request.environment.name)"))\n"
            }
            text += "  \(index + 1). \(LogText.line(request.name))\n"
            text += "     \(request.request.method) \(LogText.line(target(of: request)))\n"
            for note in notes(on: request) { text += "     \(styler.apply(.yellow, to: LogText.line(note)))\n" }
        }
        let count = styler.apply(.bold, to: plural(preview.requests.count, "request"))
        text += "\n\(count), nothing was sent\n"
        for forecast in forecasts + [wholeForecast].compactMap(\.self) { text += self.text(of: forecast, styler) }
        return clean(text)
    }

    private func notes(on request: PlannedRequest) -> [String] {
        var notes: [String] = []
        if let form = request.request.form {
            for case .file(let file) in form.parts.map(\.content) {
                notes.append("sends the file \(file.path), \(plural(file.size, "byte"))")
            }
        }
        if let effect = request.effect { notes += self.notes(on: effect) }
        if request.isConditional { notes.append("only if its 'when' is true") }
        if request.step.signing != nil { notes.append("signed wrongly on purpose") }
        switch request.maximumCount {
        case nil: notes.append("again and again until its expectations hold")
        case 1?: break
        case let count?: notes.append("up to \(count) times; a send only if nothing was sent")
        }
        if let problem = request.problem { notes.append("cannot be made: \(problem)") }
        return notes
    }

    private func text(of forecast: EffectForecast, _ styler: TextStyler) -> String {
        let environment = forecast.environment
        var text = "\(environment?.name ?? "all environments"): \(forecast.sms.total) SMS"
        if let maximum = forecast.limits.maximum { text += " of at most \(maximum)" }
        if environment?.isSandbox == true { text += " (sandbox: nobody is texted)" }
        if environment?.isProduction == true { text += styler.apply(.red, to: " (production: real customers)") }
        text += conditional(forecast.sms)
        text += "\n"
        for (number, count) in forecast.byRecipient.prefix(Self.recipientsShown) {
            let most = forecast.limits.maximumPerRecipient.map { " of at most \($0)" } ?? ""
            let left = forecast.left(for: number).map { ", \($0) left for the day" } ?? ""
            text += "  \(number.isEmpty ? "(no number)" : number): \(count)\(most)\(left)\n"
        }
        let others = forecast.byRecipient.count - Self.recipientsShown
        if others > 0 { text += "  and \(others) more numbers\n" }
        text += money(of: forecast)
        text += budgets(of: forecast)
        for excess in forecast.excesses { text += "  \(styler.apply(.red, to: "refused: \(excess)"))\n" }
        return text
    }

    private func conditional(_ count: EffectForecast.Count) -> String {
        count.conditional > 0 ? ", \(count.conditional) of them only if their 'when' is true" : ""
    }

    /// The lines about transfers and prices.
    private func money(of forecast: EffectForecast) -> String {
        var text = ""
        if forecast.transfers.total > 0 {
            text += "  \(plural(forecast.transfers.total, "transfer"))"
            if let maximum = forecast.limits.maximumTransfers { text += " of at most \(maximum)" }
            text += ", together \(forecast.amount.text)"
            if let maximum = forecast.limits.maximumAmount { text += " of at most \(maximum.text)" }
            if forecast.unknownAmounts > 0 {
                text += ", and \(plural(forecast.unknownAmounts, "amount")) that only the run will know"
            }
            text += conditional(forecast.transfers) + "\n"
        }
        if forecast.priced.total > 0 {
            text += "  \(plural(forecast.priced.total, "priced call"))"
            if let maximum = forecast.limits.maximumPriced { text += " of at most \(maximum)" }
            text += conditional(forecast.priced) + "\n"
        }
        if forecast.price.paise > 0, forecast.environment?.isSandbox != true {
            text +=
                "  price: \(forecast.price.text)\(forecast.hasUnknownPrice ? ", and calls whose price is not known" : "")\n"
        }
        return text
    }

    /// What the ledger has counted before this plan.
    private func budgets(of forecast: EffectForecast) -> String {
        guard let use = forecast.use else { return "" }
        return use.lines(forecast.limits.budgets).map { "  before this run: \($0.text)\n" }.joined()
    }

    private static let recipientsShown = 10

    /// Whether the run would be refused before its end, by a limit or by what is left of a budget.
    package var exceedsLimits: Bool {
        (forecasts + [wholeForecast].compactMap(\.self)).contains { !$0.excesses.isEmpty }
    }
}
