import HTTP
import JSON
import Secrets
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
    let sendGuards: [SendGuard]
    /// Nil if only one workflow runs at a time.
    let turns: RecipientTurns?
    let otpSources: OTPSources
    let recorder: (any SendRecorder)?
    let observer: (any ActivityObserver)?
    /// Runs judgements that can take long.
    let judging: any TaskExecutor

    func run(_ planned: PlannedStep, _ request: RequestTemplate, scope: inout RunScope) async -> StepResult? {
        let (step, name) = (planned.step, planned.name)
        var secrets: [Secret] = []
        var send: SendOutcome? = step.textsPerson ? .notSent : nil
        do {
            let draft = try await draft(request, in: scope, secrets: &secrets)
            scope.secrets.add(secrets)
            let recipients = draft.recipients(of: request, baseURL: environment.baseURL)?.map(\.shown.writtenOut)
            if let recipients {
                send = .notSent
                try await admit(planned, recipients)
            }
            // The run may have been interrupted while the step waited because of the rate: then nothing is sent.
            guard !Task.isCancelled else {
                return StepResult(step: step, name: name, outcome: .skipped(.interrupted), send: send)
            }
            var attempt = try await attempts(planned, request, first: draft, to: recipients, scope: &scope)
            // A wrong OTP that somebody typed costs nothing, and the right one is still on the phone.
            while attempt.wasOTPRefused, request.missingOTP != nil, attempt.number < Self.maximumOTPs,
                otpSources.canAskAgain(in: environment), !Task.isCancelled,
                let next = try? await self.draft(
                    request, in: scope, secrets: &secrets, after: "the API says that this is not the OTP")
            {
                scope.secrets.add(secrets)
                let (previous, duration) = (attempt, attempt.duration)
                attempt = try await attempts(planned, request, first: next, to: recipients, scope: &scope)
                attempt.follow(previous, took: duration)
                attempt.duration += duration
            }
            if !step.captures.isEmpty || step.signing?.tampered != nil { scope.secrets.add(attempt.secrets) }
            return StepResult(
                step: step, name: name, outcome: attempt.outcome, exchange: attempt.exchange,
                secrets: scope.secrets.all, ownSecrets: attempt.secrets, hidesResponse: attempt.hidesResponse,
                bodyHasPlaces: attempt.bodyHasPlaces || attempt.number > 1, warnings: attempt.warnings,
                send: send == nil ? nil : attempt.send, personCount: recipients?.count ?? 1,
                attempts: attempt.number, earlierAttempts: attempt.earlier, duration: attempt.duration)
        } catch {
            // If the run is interrupted while it asks for an OTP, the missing OTP is not an error.
            let isInterrupted = error.kind == .missingOTP && Task.isCancelled
            return StepResult(
                step: step, name: name, outcome: isInterrupted ? .skipped(.interrupted) : .errored(error),
                secrets: scope.secrets.all, ownSecrets: secrets, send: send)
        }
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
        _ planned: PlannedStep, _ request: RequestTemplate, first draft: RequestDraft, to recipients: [String]?,
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
        var attempt = try await attempt(planned, draft, to: recipients, until: end, scope: &scope)
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
                // Functions return a new value each time.
                scope.secrets.add(draft.secrets(of: request))
            case .retry(let count, let every)?
            where attempt.number < count && attempt.isWorthRetrying(request.effect):
                try? await clock.sleep(for: every)
            case .retry?:
                attempt.outcome = attempt.outcome.explainingRetry(of: attempt.exchange?.response.status)
                return attempt
            default: return attempt
            }
            guard !Task.isCancelled else { return attempt }
            let previous = attempt
            tell(.request(number: attempt.number + 1), planned, since: start, until: end)
            attempt = try await self.attempt(planned, draft, to: recipients, until: end, scope: &scope)
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
        _ planned: PlannedStep, _ draft: RequestDraft, to recipients: [String]?, until end: ContinuousClock.Instant?,
        scope: inout RunScope
    ) async throws(StepError) -> StepAttempt {
        let step = planned.step
        if let recipients { try record(planned, to: recipients) }
        let signature = signer.headers(at: services.now, changes: step.signing)
        let request = draft.signed(signature, to: environment, textsPerson: recipients != nil)
        // The developer key is known to the whole run.
        let secrets = request.headers.filter {
            $0.isSecret
        }.map { Secret($0.value) }.filter { $0 != environment.credentials.developerKey }
        let start = ContinuousClock.now
        do {
            let deadline = step.timeout ?? environment.timeout
            let exchange = try await transport.send(
                request, deadline: end.map { min(deadline, max($0 - start, .milliseconds(1))) } ?? deadline)
            let time = services.now
            let judgement =
                Judgement.canTakeLong(exchange.response, step)
                ? await judgeBesideWire(exchange, of: step, draft, scope, at: time)
                : Judgement(exchange, of: step, draft, scope, at: time)
            scope = judgement.scope
            return StepAttempt(
                outcome: judgement.outcome, exchange: judgement.exchange, secrets: secrets,
                hidesResponse: judgement.hidesResponse, bodyHasPlaces: judgement.bodyHasPlaces,
                warnings: judgement.warnings, endsPoll: judgement.endsPoll, send: judgement.send,
                duration: exchange.timings.total)
        } catch {
            let isNotSent = error.delivery == .notSent
            return StepAttempt(
                outcome: .errored(StepError(error, step: step)), secrets: secrets,
                send: isNotSent ? .notSent : .unknown,
                duration: .now - start, isCertainlyNotSent: isNotSent)
        }
    }

    /// Judges a response on other threads than the one that reads responses.
    private func judgeBesideWire(
        _ exchange: HTTPExchange, of step: Step, _ draft: RequestDraft, _ scope: RunScope, at time: Timestamp
    ) async -> Judgement {
        await withTaskExecutorPreference(judging) { Judgement(exchange, of: step, draft, scope, at: time) }
    }

    /// Records a send before it is made, so that it is known even if the process is killed.
    private func record(_ planned: PlannedStep, to recipients: [String]) throws(StepError) {
        do throws(SendRecordError) {
            try recorder?.willSend(workflow: workflow, step: planned.name, to: recipients, at: services.now)
        } catch {
            throw StepError(
                .notSent, "nothing was sent: the journal cannot be written: \(error.reason)",
                at: planned.step.kind.range)
        }
    }

    /// The request with all its values, including an OTP from the environment's OTP source.
    /// `problem` says what was wrong with the OTP before it.
    private func draft(
        _ request: RequestTemplate, in scope: RunScope, secrets: inout [Secret], after problem: String? = nil
    ) async throws(StepError) -> RequestDraft {
        var draft = try valid(RequestDraft(request, in: scope))
        secrets += draft.secrets(of: request)
        guard let missing = request.missingOTP else { return draft }
        let mobile = draft.bodyValue(missing.recipient) ?? ""
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

    /// Returns when the step may text these numbers. Throws if a safety rule forbids it.
    private func admit(_ planned: PlannedStep, _ recipients: [String]) async throws(StepError) {
        if turns != nil { tell(.turn, planned) }
        await turns?.take(recipients, for: workflow)
        guard !Task.isCancelled else { return }
        do throws(SendGuard.Refusal) {
            for sendGuard in sendGuards { try sendGuard.reserve(recipients: recipients) }
        } catch {
            throw StepError(.refused, error.message, at: planned.step.kind.range, help: error.help)
        }
        tell(.rate, planned)
        // The caller checks whether the task was cancelled meanwhile.
        for sendGuard in sendGuards { await sendGuard.waitForTurn(count: recipients.count) }
    }
}

extension StepError {
    /// The error of a request that got no response.
    fileprivate init(_ error: TransportError, step: Step) {
        switch error.delivery {
        case .notSent:
            self.init(.notSent, "nothing was sent: \(error.message)", at: step.kind.range)
        case .unknown where step.request?.effect == SideEffect.none:
            self.init(.outcomeUnknown, "no response: \(error.message)", at: step.kind.range)
        case .unknown:
            self.init(
                .outcomeUnknown, "outcome unknown, it may have been sent: \(error.message)", at: step.kind.range,
                help: "it was not sent again")
        }
    }
}
