import Contract
import JSON
import Ledger
import Synchronization
import WorkflowEngine
import WorkflowModel
import WorkflowReports

/// What the ledger has of one workflow of a run.
final class LedgerEntries: WorkflowEntries {
    private let session: LedgerSession
    private let workflow: PlannedWorkflow
    private let index: Int
    private let composer: ReportComposer
    private let onLongWait: @Sendable (_ holder: String, _ number: String) -> Void
    /// Whether an earlier start judged every step of it, and some of its values were not kept.
    private let isComplete: Bool
    /// Whom earlier starts of the run texted in this workflow, and their last claim; nil for nobody.
    private let earlierText: (persons: [String], claim: Int64)?
    private let state = Mutex(State())

    private struct State {
        /// How many requests each step made.
        var attempts: [String: Int] = [:]
        /// The last request of each step.
        var claims: [String: GrantedClaim] = [:]
        /// The turns that it has.
        var turns: [LedgerStore.TurnWish] = []
        /// Whether a later start should come back to it.
        var isOpen = false
        /// Whether a step that only reads has a value that is not kept.
        var hasLostValues = false
    }

    init(
        _ session: LedgerSession, _ workflow: PlannedWorkflow, at index: Int, _ composer: ReportComposer,
        onLongWait: @escaping @Sendable (_ holder: String, _ number: String) -> Void
    ) {
        self.session = session
        self.workflow = workflow
        self.index = index
        self.composer = composer
        self.onLongWait = onLongWait
        guard !session.earlier.isEmpty else {
            (earlierText, isComplete) = (nil, false)
            return
        }
        let texts = workflow.sequence.leaves.compactMap { leaf in
            session.earlier.requests[StepKey(workflow, step: leaf.name).hashed(by: session.hash)]
        }.filter { $0.sends > 0 && $0.state != .notSent }
        earlierText = texts.map(\.claim).max().map { (texts.flatMap(\.persons), $0) }
        isComplete = session.earlier.records[StepKey(workflow).hashed(by: session.hash)] != nil
    }

    private func key(_ step: String) -> String { StepKey(workflow, step: step).hashed(by: session.hash) }

    // MARK: Earlier starts

    func earlier(_ step: PlannedStep) -> EarlierStep? {
        guard !session.earlier.isEmpty else { return nil }
        let key = key(step.name)
        let request = session.earlier.requests[key]
        if let record = session.earlier.records[key], let earlier = EarlierStep(record, request) {
            // A request that only reads is made again for a value that was not kept and may be needed.
            if request == nil, !earlier.lostCaptures.isEmpty, !isComplete { return nil }
            return earlier
        }
        guard let request, request.state != .notSent else { return nil }
        return EarlierStep(cutOff: request, at: step)
    }

    // MARK: Claims

    func claim(
        _ request: RecordedRequest, step: String, onWait: @escaping @Sendable (_ holder: String) -> Void,
        afterWait: @Sendable () async -> Void
    ) async throws(ClaimProblem) -> any EffectClaim {
        let key = key(step)
        let (attempt, turns) = state.withLock { state in
            let attempt = (state.attempts[step] ?? session.earlier.requests[key]?.count ?? 0) + 1
            state.attempts[step] = attempt
            return (attempt, state.turns)
        }
        let persons = request.recipients.map(session.hash.personKey)
        var claim = claim(request, step: step, key: key, attempt: attempt)
        if request.effects.contains(.texts) { claim.persons = persons }
        claim.turns = turns
        let ownWish = wish(for: persons)
        var warning: String?
        if let earlierText, turns.isEmpty {
            // The turn of the earlier start is taken again, together with what this request needs.
            let persons = Set(earlierText.persons + persons)
            claim.takes = LedgerStore.TurnWish(
                server: workflow.environment.server, persons: persons.sorted(), workflow: index)
            claim.earlierText = earlierText.claim
        } else if let wish = ownWish, !turns.contains(wish) {
            if turns.isEmpty {
                claim.takes = wish
            } else if let holder = await session.takeFreeTurns(wish) {
                // Who has a turn does not wait for another, so that no two wait for each other.
                warning = "\(holder.text) is texting the same number: one OTP may replace the other"
            } else {
                claim.turns.append(wish)
                state.withLock { $0.turns.append(wish) }
            }
        }
        do throws(ClaimRefusal) {
            let (granted, time) = try await granted(claim, for: request, onWait: onWait, afterWait: afterWait)
            state.withLock { $0.claims[step] = granted }
            return LedgerClaim(session: session, granted: granted, time: time, warning: warning)
        } catch {
            if error.canBeMadeLater { session.leaveOpen() }
            throw ClaimProblem(error, in: workflow.environment.name, session.place)
        }
    }

    /// Claims, and takes the turn with it. Waits for the turn if another process has it.
    private func granted(
        _ claim: Claim, for request: RecordedRequest, onWait: @escaping @Sendable (_ holder: String) -> Void,
        afterWait: @Sendable () async -> Void
    ) async throws(ClaimRefusal) -> (claim: GrantedClaim, time: ContinuousClock.Instant) {
        var claim = claim
        if let wish = claim.takes {
            let time = ContinuousClock.now
            do throws(ClaimRefusal) {
                let granted = try await session.claim(claim)
                state.withLock { $0.turns.append(wish) }
                return (granted, granted.time ?? time)
            } catch {
                guard case .mustWait(let holder) = error else {
                    // The turn may have been taken although the claim was refused.
                    state.withLock { $0.turns.append(wish) }
                    throw error
                }
                onWait(holder.text)
            }
            await wait(for: wish, request, onWait: onWait)
            await afterWait()
            claim.takes = nil
            claim.turns = [wish]
        }
        let time = ContinuousClock.now
        let granted = try await session.claim(claim)
        return (granted, granted.time ?? time)
    }

    private func claim(_ request: RecordedRequest, step: String, key: String, attempt: Int) -> Claim {
        let environment = workflow.environment
        var claim = Claim()
        claim.stepKey = key
        claim.attempt = attempt
        claim.account = environment.account
        claim.budgets = ClaimBudgets(environment)
        if request.effects.contains(.texts) { claim.sends = max(1, request.recipients.count) }
        claim.movesMoney = request.effects.contains(.movesMoney)
        claim.amount = Int64(request.amount?.paise ?? 0)
        claim.isPriced = request.effects.contains(.priced)
        let shown = composer.request(request, of: index)
        claim.shown.environment = Self.stored(environment.name)
        claim.shown.workflow = Self.stored(composer.cleanOften(workflow.workflow.file.path))
        claim.shown.caseTitle = Self.stored(composer.clean(workflow.testCase?.title ?? ""))
        claim.shown.repetition = workflow.repetition
        claim.shown.step = Self.stored(composer.cleanOften(step))
        claim.shown.effects = request.effects.words.joined(separator: " ")
        claim.shown.method = shown.method
        claim.shown.path = Self.stored(shown.path)
        claim.shown.reference = shown.reference.map(Self.stored)
        claim.shown.recipients = request.recipients.map { Self.stored(maskedNumber($0)) }.joined(separator: ", ")
        return claim
    }

    /// A text as it is kept: without numbers, and without the character that databases do not take.
    static func stored(_ text: String) -> String {
        let masked = NumberMask.mask(text)
        return masked.utf8.contains(0) ? masked.replacing("\0", with: "\u{FFFD}") : masked
    }

    // MARK: Turns

    /// From then on, people are told about a wait.
    private static let longWait = Duration.seconds(3)

    /// The turns that a request to persons needs; nil if it texts nobody.
    private func wish(for persons: [String]) -> LedgerStore.TurnWish? {
        guard !persons.isEmpty else { return nil }
        return LedgerStore.TurnWish(
            server: workflow.environment.server, persons: Set(persons).sorted(), workflow: index)
    }

    private func wait(
        for wish: LedgerStore.TurnWish, _ request: RecordedRequest,
        onWait: @escaping @Sendable (_ holder: String) -> Void
    ) async {
        let isTold = Atomic(false)
        let number = request.recipients.first.map(maskedNumber) ?? ""
        await session.takeTurn(wish) { [onLongWait] holder, time in
            onWait(holder.text)
            if time >= Self.longWait, !isTold.exchange(true, ordering: .relaxed) { onLongWait(holder.text, number) }
        }
        state.withLock { $0.turns.append(wish) }
    }

    func hasLostTurn() async -> Bool {
        for wish in state.withLock(\.turns) where await !session.holds(wish) { return true }
        return false
    }

    func releaseTurn() {
        if state.withLock({ !$0.turns.isEmpty }) { session.releaseTurns(of: index) }
    }

    // MARK: Results

    func record(_ result: StepResult) {
        if result.earlier != nil { return }
        guard result.isFinal else {
            if !result.isConsequence { state.withLock { $0.isOpen = true } }
            let wasClaimed = state.withLock { $0.attempts[result.name] != nil }
            if result.canBeMadeLater(wasClaimed: wasClaimed) { session.leaveOpen() }
            return
        }
        record(result, nil)
    }

    /// Adds the entry in reports, of a result that has more to tell than that it passed.
    func complete(_ result: StepResult, _ testcase: ReportTestcase) {
        guard result.earlier == nil, result.isFinal else { return }
        if case .passed = testcase.verdict, testcase.warnings.isEmpty, testcase.earlierAttempts.isEmpty { return }
        record(result, testcase)
    }

    private func record(_ result: StepResult, _ testcase: ReportTestcase?) {
        let entry = StepEntry(result, testcase, start: session.run.starts) { [composer, index] in
            composer.isHarmless($0, after: result, of: index)
        }
        let claim = state.withLock { state in
            let claim = state.claims[result.name]
            if claim == nil, entry.hasLostCaptures { state.hasLostValues = true }
            return claim
        }
        session.record(
            StepRecord(stepKey: claim == nil ? key(result.name) : "", result: entry.json, claim: claim))
    }

    /// Says that every step has been judged, unless a later start should come back to one. Only a value that is not kept makes a
    /// difference then: it is not needed any more.
    func finish() {
        guard state.withLock({ $0.hasLostValues && !$0.isOpen }), !isComplete else { return }
        session.record(StepRecord(stepKey: StepKey(workflow).hashed(by: session.hash), result: "{}"))
    }
}
