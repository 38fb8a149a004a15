import Contract
import HTTP
import JSON
import Secrets
import Source
import Times
import WorkflowModel

/// Runs one step that makes a request: fills in the request, reserves the send, signs and sends it, and judges the response.
struct StepRunner: StepExecutor {
    /// The index of its workflow in the plan.
    let workflow: Int
    let environment: TargetEnvironment
    let signer: RequestSigner
    let transport: any HTTPTransport
    let services: RunServices
    /// Of the environment, and of the run.
    let effectGuards: [EffectGuard]
    /// Nil if only one workflow runs at a time.
    let turns: RecipientTurns?
    /// Nil if the environment has no ledger.
    let entries: (any WorkflowEntries)?
    let otpSources: OTPSources
    let references: UsedReferences
    let recorder: (any RequestRecorder)?
    let observer: (any ActivityObserver)?
    /// Runs judgements that can take long.
    let judging: any TaskExecutor

    func run(_ planned: PlannedStep, _ request: RequestTemplate, scope: inout RunScope) async -> StepResult? {
        let (step, name) = (planned.step, planned.name)
        var secrets: [Secret] = []
        var effect: StepEffect?
        do throws(StepError) {
            let draft = try await draft(request, in: scope, secrets: &secrets)
            scope.secrets.add(secrets)
            if let own = draft.effect {
                effect = StepEffect(own, outcome: .didNotHappen)
                if case .poll? = step.repetition {
                    throw ValueProblem(.pollOfEffect(own.kinds, at: step.kind.range), request.path).refusal
                }
                try await admit(planned, own)
            }
            let repeated = repeatedReference(request, draft)
            // The run may have been interrupted while the step waited because of the rate: then nothing is sent.
            guard !Task.isCancelled else {
                return StepResult(step: step, name: name, outcome: .skipped(.interrupted), effect: effect)
            }
            var attempt = try await attempts(planned, request, first: draft, scope: &scope)
            // A wrong OTP that somebody typed costs nothing, and the right one is still on the phone.
            while attempt.wasOTPRefused, request.missingOTP != nil, draft.effect?.kinds == .changes,
                attempt.number < Self.maximumOTPs,
                otpSources.canAskAgain(in: environment), !Task.isCancelled,
                let next = try? await self.draft(
                    request, in: scope, secrets: &secrets, after: "the API says that this is not the OTP")
            {
                scope.secrets.add(secrets)
                let (previous, duration) = (attempt, attempt.duration)
                attempt = try await attempts(planned, request, first: next, scope: &scope)
                attempt.follow(previous, took: duration)
                attempt.duration += duration
            }
            if case .failed(let failures) = attempt.outcome, await entries?.hasLostTurn() ?? false {
                attempt.outcome = .errored(.turnLost(failures, at: step.kind.range))
            }
            if !step.captures.isEmpty || step.signing?.tampered != nil { scope.secrets.add(attempt.secrets) }
            return StepResult(
                step: step, name: name, outcome: attempt.outcome, exchange: attempt.exchange,
                secrets: scope.secrets.all, ownSecrets: attempt.secrets, hidesResponse: attempt.hidesResponse,
                bodyHasPlaces: attempt.bodyHasPlaces || attempt.number > 1,
                warnings: attempt.warnings + repeated,
                effect: draft.effect.map { StepEffect($0, outcome: attempt.outcome(of: $0, request)) },
                trace: attempt.trace,
                attempts: attempt.number, earlierAttempts: attempt.earlier, duration: attempt.duration,
                captures: entries == nil ? [:] : scope.knownCaptures(of: step),
                isCutOff: Task.isCancelled && draft.effect == nil && !attempt.hasPassed)
        } catch {
            // If the run is interrupted while it asks for an OTP or waits for its turn, what is missing is not an error.
            let isInterrupted = [.missingOTP, .turnLost].contains(error.kind) && Task.isCancelled
            if error.kind == .outcomeUnknown { effect = effect.map { StepEffect($0, outcome: .unknown) } }
            return StepResult(
                step: step, name: name, outcome: isInterrupted ? .skipped(.interrupted) : .errored(error),
                secrets: scope.secrets.all, ownSecrets: secrets, effect: effect)
        }
    }

    func earlier(_ planned: PlannedStep, scope: inout RunScope) -> StepResult? {
        guard let earlier = entries?.earlier(planned) else { return nil }
        if let id = planned.step.id?.value {
            for (name, value) in earlier.captures { scope.captures[id, default: [:]][name] = .known(value) }
            for name in earlier.lostCaptures { scope.lostCaptures.insert(Step.CaptureName(step: id, name: name)) }
            if !earlier.lostCaptures.isEmpty {
                scope.reasonsForNoCapture[id] =
                    "was made by an earlier start of this run, and secrets and numbers are not kept"
            }
        }
        return StepResult(
            step: planned.step, name: planned.name, outcome: earlier.outcome, effect: earlier.effect,
            trace: earlier.trace, attempts: earlier.attempts, duration: earlier.duration, earlier: earlier)
    }

    /// A warning if the step gives a reference that another request of the run had: the API could not tell them apart.
    private func repeatedReference(_ request: RequestTemplate, _ draft: RequestDraft) -> [String] {
        guard request.givesReference, draft.effect != nil, let reference = draft.reference, !references.take(reference)
        else { return [] }
        return [
            "client_ref_id '\(reference)' was used before in this run, and the API wants another for each request"
        ]
    }

    /// How often one step verifies an OTP that somebody types.
    private static let maximumOTPs = 5

    func wait(_ planned: PlannedStep, _ duration: Duration) async {
        let start = ContinuousClock.now
        tell(.wait, planned, since: start, until: start + duration)
        try? await ContinuousClock().sleep(for: duration)
    }

    private func tell(
        _ kind: StepActivity.Kind, _ planned: PlannedStep, since start: ContinuousClock.Instant = .now,
        until end: ContinuousClock.Instant? = nil
    ) {
        observer?.stepDoes(StepActivity(step: planned.name, kind: kind, start: start, end: end), in: workflow)
    }

    /// Makes the request as often as the step's `poll` or `retry` requires. Repeats a request only if it certainly was not sent,
    /// or if it only reads.
    private func attempts(
        _ planned: PlannedStep, _ request: RequestTemplate, first draft: RequestDraft,
        scope: inout RunScope
    ) async throws(StepError) -> StepAttempt {
        let step = planned.step
        let clock = ContinuousClock()
        let start = clock.now
        var draft = draft
        // A poll's timeout is for all of its requests together: none may take longer than the remaining time.
        var end: ContinuousClock.Instant?
        if case .poll(_, let timeout, _)? = step.repetition { end = start + timeout }
        tell(.request(number: 1), planned, since: start, until: end)
        var attempt = try await attempt(planned, draft, until: end, scope: &scope)
        var previousDuration = attempt.duration
        while !Task.isCancelled {
            switch step.repetition {
            case .poll(let every, let timeout, _)? where attempt.isWorthPolling && !attempt.endsPoll:
                guard clock.now + every - start < timeout else {
                    attempt.outcome = attempt.outcome.afterPolling(attempt.number, over: clock.now - start)
                    return attempt
                }
                tell(.pause(before: attempt.number + 1), planned, since: start, until: end)
                try? await clock.sleep(for: every)
                draft = try valid(RequestDraft(request, in: scope))
                // A function in the path can lead elsewhere each time.
                if let effect = draft.effect {
                    throw ValueProblem(.pollOfEffect(effect.kinds, at: step.kind.range), request.path).refusal
                }
                // Functions return a new value each time.
                scope.secrets.add(draft.secrets(of: request))
            case .retry(let count, let every)?
            where attempt.number < count && attempt.isWorthRetrying(draft.effect):
                try? await clock.sleep(for: every)
                // The turn of the rate went to the attempt before.
                if let effect = draft.effect { await waitForRate(effect, .turn) }
            case .retry?:
                attempt.outcome = attempt.outcome.explainingRetry(of: attempt.exchange?.response.status)
                return attempt
            default: return attempt
            }
            guard !Task.isCancelled else { return attempt }
            let previous = attempt
            tell(.request(number: attempt.number + 1), planned, since: start, until: end)
            attempt = try await self.attempt(planned, draft, until: end, scope: &scope)
            // If the end of the poll cut off the last request, the result of the request before it counts.
            if attempt.exchange == nil, let end, clock.now >= end {
                attempt.outcome = previous.outcome
                attempt.exchange = previous.exchange
            }
            let ownDuration = attempt.duration
            attempt.follow(previous, took: previousDuration)
            previousDuration = ownDuration
            attempt.duration = clock.now - start
        }
        return attempt
    }

    private func attempt(
        _ planned: PlannedStep, _ draft: RequestDraft, until end: ContinuousClock.Instant?,
        scope: inout RunScope
    ) async throws(StepError) -> StepAttempt {
        let step = planned.step
        let deadline = step.timeout ?? environment.timeout
        let trace = RequestTrace(
            method: draft.method, path: draft.sentPath, reference: draft.reference, time: services.now)
        let claim = try await claim(planned, draft, trace, deadline: deadline, in: scope)
        let signature = signer.headers(at: services.now, changes: step.signing)
        let request = draft.signed(signature, to: environment)
        // The developer key is known to the whole run.
        let secrets = request.headers.filter {
            $0.isSecret && Secret($0.value) != environment.credentials.developerKey
        }.flatMap { Secret.signature($0.value) }
        let start = ContinuousClock.now
        do {
            let exchange = try await transport.send(
                request, deadline: end.map { min(deadline, max($0 - start, .milliseconds(1))) } ?? deadline)
            let time = services.now
            let judgement =
                Judgement.canTakeLong(exchange.response, step)
                ? await judgeBesideWire(exchange, of: step, draft, scope, at: time)
                : Judgement(exchange, of: step, draft, scope, at: time)
            scope = judgement.scope
            claim?.end(.answered(judgement.outcomeOfEffect))
            return StepAttempt(
                outcome: judgement.outcome, exchange: judgement.exchange, secrets: secrets,
                hidesResponse: judgement.hidesResponse, bodyHasPlaces: judgement.bodyHasPlaces,
                warnings: judgement.warnings + [claim?.warning ?? nil].compactMap(\.self), endsPoll: judgement.endsPoll,
                outcomeOfEffect: judgement.outcomeOfEffect,
                trace: trace,
                duration: exchange.timings.total)
        } catch {
            let isNotSent = error.delivery == .notSent
            claim?.end(isNotSent ? .notSent : .unknown)
            return StepAttempt(
                outcome: .errored(StepError(error, draft, in: environment, at: step.kind.range)), secrets: secrets,
                outcomeOfEffect: isNotSent ? .didNotHappen : .unknown, trace: trace,
                duration: .now - start, isCertainlyNotSent: isNotSent)
        }
    }

    /// Judges a response on other threads than the one that reads responses.
    private func judgeBesideWire(
        _ exchange: HTTPExchange, of step: Step, _ draft: RequestDraft, _ scope: RunScope, at time: Timestamp
    ) async -> Judgement {
        await withTaskExecutorPreference(judging) { Judgement(exchange, of: step, draft, scope, at: time) }
    }

    /// Enters a request in the ledger and in the journal before it is made, so that it is known even if the process is killed, and so
    /// that no other process makes it too. Nil if it only reads, or there is no ledger.
    private func claim(
        _ planned: PlannedStep, _ draft: RequestDraft, _ trace: RequestTrace, deadline: Duration, in scope: RunScope
    ) async throws(StepError) -> (any EffectClaim)? {
        guard let effect = draft.effect else { return nil }
        let range = planned.step.kind.range
        let isComputed = planned.step.request.map { $0.path.literal == nil || $0.givesReference } ?? false
        let request = RecordedRequest(
            effects: effect.kinds, recipients: effect.recipients, amount: effect.amount, trace: trace,
            secrets: isComputed ? scope.secrets.all : [])
        var claim: (any EffectClaim)?
        do throws(ClaimProblem) {
            let start = ContinuousClock.now
            claim = try await entries?.claim(request, step: planned.name) { holder in
                tell(.turn(holder: holder), planned, since: start)
            } afterWait: {
                // The turn of the rate is over by now.
                await waitForRate(effect, .turn)
            }
        } catch {
            if error.kind == .refused, effect.kinds != .changes { giveBack(effect, to: effectGuards) }
            throw StepError(error.kind, error.message, at: range, help: error.help)
        }
        do throws(RequestRecordError) {
            try recorder?.willMake(request, step: planned.name, workflow: workflow)
        } catch {
            claim?.end(.notSent)
            throw StepError(
                .notSent, "nothing was sent: the journal cannot be written: \(error.reason)", at: range)
        }
        let due = await waitForRate(effect, .leave)
        guard let claim else { return nil }
        // A process that was stopped meanwhile would send when nobody expects it any more.
        let stillness = .now - max(claim.time, due ?? claim.time)
        guard stillness <= deadline else {
            claim.end(.notSent)
            throw StepError(
                .notSent, "nothing was sent: the process stood still for \(stillness.shortText) before the request",
                at: range, help: "run the workflow again")
        }
        return claim
    }

    /// The request with all its values, including an OTP from the environment's OTP source.
    /// `problem` says what was wrong with the OTP before it.
    private func draft(
        _ request: RequestTemplate, in scope: RunScope, secrets: inout [Secret], after problem: String? = nil
    ) async throws(StepError) -> RequestDraft {
        var draft = try valid(RequestDraft(request, in: scope))
        secrets += draft.secrets(of: request)
        guard let missing = request.missingOTP, missing.isRequired || environment.otpSource != nil else { return draft }
        let mobile = draft.text(of: missing.recipient, in: scope) ?? ""
        do {
            let otp = try await otpSources.otp(for: mobile, in: environment, after: problem)
            secrets.append(Secret(otp))
            draft.add(missing.parameter, .known(.string(otp)))
            return draft
        } catch {
            throw StepError(.missingOTP, "no OTP to verify: \(error.message)", at: missing.range)
        }
    }

    private func valid(_ draft: RequestDraft) throws(StepError) -> RequestDraft {
        if let problem = draft.problems.first { throw problem.stepError }
        return draft
    }

    /// Returns when the step may make its request. Throws if a safety rule forbids it.
    private func admit(_ planned: PlannedStep, _ effect: RequestEffect) async throws(StepError) {
        let recipients = effect.recipients
        if !recipients.isEmpty, let turns {
            tell(.turn(holder: nil), planned)
            await turns.take(recipients, for: workflow)
        }
        guard !Task.isCancelled, effect.kinds != .changes else { return }
        var reserved: [EffectGuard] = []
        do throws(EffectGuard.Refusal) {
            for effectGuard in effectGuards {
                try effectGuard.reserve(effect.kinds, recipients: recipients, amount: effect.amount)
                reserved.append(effectGuard)
            }
        } catch {
            giveBack(effect, to: reserved)
            throw StepError(.refused, error.message, at: planned.step.kind.range, help: error.help)
        }
        tell(.rate, planned)
        // The caller checks whether the task was cancelled meanwhile.
        await waitForRate(effect, .turn)
    }

    private func giveBack(_ effect: RequestEffect, to effectGuards: [EffectGuard]) {
        for effectGuard in effectGuards {
            effectGuard.giveBack(effect.kinds, recipients: effect.recipients, amount: effect.amount)
        }
    }

    /// Returns when the rate allows the request, or the task is cancelled. Returns until when it waited; nil if it did not wait.
    @discardableResult
    private func waitForRate(
        _ effect: RequestEffect, _ point: EffectGuard.RatePoint
    ) async -> ContinuousClock.Instant? {
        guard effect.kinds != .changes else { return nil }
        var end: ContinuousClock.Instant?
        for effectGuard in effectGuards {
            end = await effectGuard.wait(for: point, count: effect.recipients.count) ?? end
        }
        return end
    }
}

extension StepError {
    /// The error of a request that got no response.
    fileprivate init(
        _ error: TransportError, _ draft: RequestDraft, in environment: TargetEnvironment, at range: SourceRange
    ) {
        // Calls from an address that is not allowed are documented to fail or to time out.
        let addresses =
            environment.isProduction && error.reason == .deadline
            ? "in production, the API answers only addresses that it has allow-listed: ask its support about this machine's"
            : nil
        switch error.delivery {
        case .notSent: self.init(.notSent, "nothing was sent: \(error.message)", at: range, help: addresses)
        case .unknown where draft.effect == nil:
            self.init(.outcomeUnknown, "no response: \(error.message)", at: range, help: addresses)
        case .unknown:
            // Nobody can ask a sandbox that ends with the run.
            let reference = environment.isEmbedded ? nil : draft.reference
            let inquiry = reference.map { "; 'ekoflow settle' asks the API about client_ref_id \($0)" } ?? ""
            self.init(
                .outcomeUnknown, "outcome unknown, it may have been sent: \(error.message)", at: range,
                help: ["it was not sent again\(inquiry)", addresses].compactMap(\.self).joined(separator: "; "))
        }
    }
}

extension StepError {
    /// A failure that another run may have caused.
    fileprivate static func turnLost(_ failures: [ExpectationFailure], at range: SourceRange) -> StepError {
        let what = failures.first.map { "\($0.subject.text): expected \($0.expected), got \($0.actual)" } ?? ""
        return StepError(
            .turnLost, "another run may have texted this number meanwhile, so this verdict says nothing: \(what)",
            at: range, help: "run the workflow again")
    }
}

extension StepEffect {
    fileprivate init(_ effect: StepEffect, outcome: EffectOutcome) {
        self.init(kinds: effect.kinds, personCount: effect.personCount, amount: effect.amount, outcome: outcome)
    }

    fileprivate init(_ effect: RequestEffect, outcome: EffectOutcome) {
        self.init(
            kinds: effect.kinds, personCount: max(1, effect.persons.count), amount: effect.amount, outcome: outcome)
    }
}
