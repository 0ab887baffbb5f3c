import Synchronization

/// One turn on its way: asks the upstream, appends what comes to the log, saves it, settles the quota.
final class TurnJob: Sendable {
    let turn: Turn
    /// Until it is decided nobody is asked.
    let gate = TurnGate()
    private let account: Account
    private let key: Secret?
    private let messages: [Message]
    private let leaf: Key<Message>
    private let desk: TurnDesk
    private let progress = Mutex(Progress())

    /// At most this much of an answer is lost when the process dies, or one second's worth. Of a long answer a quarter
    /// more: a save writes all of it.
    private static func mostUnsaved(beyond saved: Int) -> Int { max(4096, saved / 4) }

    /// How old a word may become before it is saved: with the pause between two looks, no more than a second.
    private static let longestUnsaved = Duration.milliseconds(750)

    private struct Progress {
        var answer = Answer()
        var findings = AccountFindings()
        /// When the first word came that is in no save, not even in one under way.
        var unsavedSince: Timestamp?
        var savedBytes = 0
        var savedFirstOutput = false
        var isSaving = false
        var outcome = Outcome.cancelled

        var isUnsaved: Bool { answer.byteCount > savedBytes || answer.hasOutput && !savedFirstOutput }
    }

    private enum Outcome {
        case finished(FinishReason)
        case failed(UpstreamFailure)
        case cancelled
    }

    init(turn: Turn, account: Account, key: Secret?, messages: [Message], leaf: Key<Message>, desk: TurnDesk) {
        self.turn = turn
        self.account = account
        self.key = key
        self.messages = messages
        self.leaf = leaf
        self.desk = desk
    }

    /// Runs until the answer is complete, the upstream failed, or the task is cancelled.
    func ask() async {
        let outcome = await outcome()
        progress.withLock { $0.outcome = outcome }
    }

    /// Something has been waiting long enough to be saved.
    func isDue(at moment: Timestamp) -> Bool {
        progress.withLock { progress in
            guard let since = progress.unsavedSince, !progress.isSaving else { return false }
            return since + Self.longestUnsaved <= moment
        }
    }

    private func outcome() async -> Outcome {
        guard let key else { return .failed(UpstreamFailure(.storage, detail: "the account's key could not be read")) }
        return await ask(with: key)
    }

    private func ask(with key: Secret) async -> Outcome {
        var builder = PromptBuilder(context: account.context(of: turn.model))
        for attempt in 1... {
            let (prompt, omitted) = builder.prompt(for: turn.model, from: messages, to: leaf)
            progress.withLock { $0.answer.omitted = omitted }
            do {
                return .finished(
                    try await desk.backend.answer(
                        prompt, as: account, key: key, after: { _ = await self.gate.wait() },
                        to: { await self.note($0) }))
            } catch {
                guard case .failed(let failure) = error else { return .cancelled }
                let mayRetry = failure.code == .contextTooLong && attempt == 1 && !hasOutput
                guard mayRetry else { return .failed(failure) }
                builder = builder.halved
            }
        }
        return .cancelled
    }

    private var hasOutput: Bool { progress.withLock { $0.answer.hasOutput } }
}

// MARK: Output

extension TurnJob {
    private func note(_ piece: ReplyPiece) async {
        for event in piece.events { await note(event) }
    }

    private func note(_ event: ReplyEvent) async {
        if case .findings(let findings) = event { return progress.withLock { $0.findings += findings } }
        let (events, mustSave) = take(event)
        if !events.isEmpty { try? await desk.log.append(events, to: turn.id) }
        if mustSave { await save() }
    }

    /// What viewers are to be told of the event, and whether too much is unsaved now. No part of `note`, whose frame
    /// the task keeps from piece to piece.
    @inline(never)
    private func take(_ event: ReplyEvent) -> (told: [TurnEvent], mustSave: Bool) {
        let now = desk.clock.now
        return progress.withLock { progress in
            let told = progress.answer.note(event, at: now)
            if !told.isEmpty, progress.unsavedSince == nil { progress.unsavedSince = now }
            let unsaved = progress.answer.byteCount - progress.savedBytes
            return (told, unsaved >= Self.mostUnsaved(beyond: progress.savedBytes))
        }
    }

    /// Saves the answer so far, unless a save is under way. A failure is left to the next one.
    func save() async {
        let taken = progress.withLock { progress -> (Answer, Timestamp?)? in
            guard progress.isUnsaved, !progress.isSaving else { return nil }
            progress.isSaving = true
            defer { progress.unsavedSince = nil }
            return (progress.answer, progress.unsavedSince)
        }
        guard let (answer, since) = taken else { return }
        let isSaved = (try? await desk.conversations.save(turn, answer)) != nil
        progress.withLock { progress in
            progress.isSaving = false
            guard isSaved else { return progress.unsavedSince = since }
            progress.savedBytes = answer.byteCount
            progress.savedFirstOutput = answer.hasOutput
        }
    }
}

extension Answer {
    /// Takes the event in; what viewers are told of it, if anything. In several events when it is long: each of them is what
    /// waits at least for a viewer who is slow.
    fileprivate mutating func note(_ event: ReplyEvent, at moment: Timestamp) -> [TurnEvent] {
        switch event {
        case .findings: return []
        case .usage(let usage):
            self.usage = usage
            return []
        case .text(let piece), .refusal(let piece):
            guard !piece.isEmpty else { return [] }
            text += piece
            firstOutputAt = firstOutputAt ?? moment
            return piece.pieces(of: Self.longestPiece).map { .text(String($0)) }
        // What a chat has no place for: it offers no tools, and shows no pictures yet.
        case .toolCall, .toolArguments, .image, .opaque: return []
        case .reasoning(let piece):
            guard !piece.isEmpty else { return [] }
            reasoning += piece
            firstOutputAt = firstOutputAt ?? moment
            return piece.pieces(of: Self.longestPiece).map { .reasoning(String($0)) }
        }
    }

    /// In bytes.
    private static let longestPiece = 16 << 10
}

// MARK: The end

extension TurnJob {
    /// Stores the end, settles the quota, gives the account back, tells the viewers: in this order.
    func finish(cancelledAs status: Message.Status) async {
        let (answer, outcome) = progress.withLock { ($0.answer, $0.outcome) }
        let end = Self.end(of: outcome, cancelledAs: status, omitted: answer.omitted)
        let settlement: Settlement = answer.hasOutput ? .committed : .refunded
        let isStored = await store(answer, end, settlement)
        if isStored { await settle(settlement) }
        desk.pool.giveBack(account.id)
        await noteHealth(outcome)
        await noteFindings()
        // An end that could not be stored is not told as one: what people see must survive a reload.
        let told = isStored ? end : TurnEnd(.interrupted, failure: .storage)
        try? await desk.log.append([.ended(told)], to: turn.id)
        var failure: UpstreamFailure?
        if case .failed(let cause) = outcome { failure = cause }
        desk.report(TurnReport(turn: turn, end: told, settlement: settlement, failure: failure, isStored: isStored))
    }

    /// Keeps for the panel what the account's upstream did wrong last, until it does right again.
    private func noteHealth(_ outcome: Outcome) async {
        switch outcome {
        case .failed(let failure) where failure.code != .contextTooLong && failure.code != .storage:
            try? await desk.accounts.note(failure.words, of: account.id)
        case .finished where !account.statusReason.isEmpty: try? await desk.accounts.note("", of: account.id)
        case .failed, .finished, .cancelled: break
        }
    }

    private func noteFindings() async {
        let findings = progress.withLock { $0.findings }
        guard !findings.isEmpty else { return }
        try? await desk.accounts.note(findings, of: account.id, at: desk.clock.now)
    }

    private static func end(of outcome: Outcome, cancelledAs status: Message.Status, omitted: Int) -> TurnEnd {
        switch outcome {
        case .finished(let reason): TurnEnd(.finished, finishReason: reason.rawValue, omitted: omitted)
        case .failed(let failure): TurnEnd(.error, failure: failure.code, omitted: omitted)
        case .cancelled: TurnEnd(status, omitted: omitted)
        }
    }

    /// Tries for a few seconds. When it stays impossible the row is left running, and is ended as interrupted
    /// by `interruptTurns` as soon as the store is back.
    private func store(_ answer: Answer, _ end: TurnEnd, _ settlement: Settlement) async -> Bool {
        for pause in [Duration.milliseconds(100), .milliseconds(400), .seconds(1), .seconds(2), .zero] {
            do {
                try await desk.conversations.end(turn, answer, end, settlement, at: desk.clock.now)
                return true
            } catch {
                await desk.clock.sleep(pause)
            }
        }
        return false
    }

    private func settle(_ settlement: Settlement) async {
        switch settlement {
        case .committed: await desk.ledger.commit(turn.id)
        case .refunded: await desk.ledger.refund(turn.id)
        }
    }
}
