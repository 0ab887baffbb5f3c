/// The one way in which anything that costs something is done: chat turns and API calls alike.
///
/// `admit` takes a place in every counter and lends an account; `carryOut` asks it, and up to two others where the first fails
/// before a piece of an answer has left; `settle` keeps the place or gives it back. Nobody else reserves or lends;
/// what a process left behind that ended is settled by whoever finds it.
public struct Dispatcher: Sendable {
    let ledger: any QuotaLedger
    let pool: AccountPool
    let backend: any ConversationBackend
    let accounts: any AccountStore
    /// Of calls that have no row of their own.
    let usage: UsageLog
    let clock: any WallClock

    public init(
        ledger: any QuotaLedger, pool: AccountPool, backend: any ConversationBackend, accounts: any AccountStore,
        usage: UsageLog, clock: any WallClock
    ) {
        self.ledger = ledger
        self.pool = pool
        self.backend = backend
        self.accounts = accounts
        self.usage = usage
        self.clock = clock
    }

    /// Nil while another process has the place for the same message and has not stored its turn yet. Throws `quotaExceeded`,
    /// `accountsOut` when every account rests, `unavailable("quota")`; then nothing is taken.
    ///
    /// An account is lent first, as some limits are about one: where that has no room for more, the next one is.
    public func admit(_ ask: Ask) async throws(ChatError) -> Admission? {
        var question = ask.question
        question.sticky = ask.sticky
        var stop: ChatError?
        while true {
            switch pool.lend(question) {
            case .allOut(let until): throw stop ?? .accountsOut(until: until)
            case .lent(let account, let choice):
                do {
                    // With one account there is nothing to explain.
                    let kept = choice.candidates.count > 1 ? choice.kept : nil
                    if let admission = try await admit(ask, to: account, kept) { return admission }
                    pool.giveBack(account.id)
                    return nil
                } catch {
                    pool.giveBack(account.id)
                    guard case .quotaExceeded(let usage) = error,
                        ask.limits(onlyOn: account.id).contains(usage.limit)
                    else {
                        throw error
                    }
                    question.passing.insert(account.id)
                    stop = stop ?? error
                }
            }
        }
    }

    func admit(_ ask: Ask, to account: Account, _ choice: Choice?) async throws(ChatError) -> Admission? {
        let (use, limits) = (ask.use(on: account.id), ask.limits(on: account.id))
        do {
            if ask.isCall { usage.open(ask.entry(at: clock.now, account.id, choice)) }
            guard let reservation = try await ledger.reserve(ask.id, use, asking: ask.message, under: limits) else {
                return nil
            }
            if ask.isCall {
                usage.confirm(ask.id, ask.entry(at: reservation.at, account.id, choice))
                // The counters were lost before this process knew of the place.
                if !ledger.stands(reservation) { try await ledger.reserve(ask.id, use, under: limits) }
            }
            return Admission(ask, reservation, account, choice)
        } catch {
            if ask.isCall { await forget(ask) }
            throw error
        }
    }

    /// It may have been counted while it was tried.
    private func forget(_ ask: Ask) async {
        usage.forget(ask.id)
        await ledger.refund(ask.id)
    }

    /// Counters that were lost and rebuilt before the charge's row was there lack its place: it is taken again, under the same
    /// id. Where nothing was lost this takes nothing.
    public func confirm(_ admission: Admission) async throws(ChatError) {
        let (ask, account) = (admission.ask, admission.account.id)
        usage.watch.note(ask.entry(at: admission.reservation.at, account))
        try await ledger.reserve(ask.id, ask.use(on: account), under: ask.limits(on: account))
    }

    /// Gives everything back that nobody has used.
    public func abandon(_ admission: Admission) async {
        if admission.takeLease() { _ = pool.giveBack(admission.account.id) }
        usage.forget(admission.ask.id)
        await settle(admission, as: .refunded)
    }

    /// Ends a call: its row is written soon. What it gives back is free at once, and so is what was held beyond what it came to; what it
    /// keeps is only settled when the row is there, so that a process that dies in between leaves no counter above the ledger.
    public func close(_ admission: Admission, _ receipt: Receipt) async {
        usage.end(admission.ask.id, by: receipt)
        switch receipt.settlement {
        case .refunded: await settle(admission, as: .refunded)
        case .committed:
            guard admission.takePlace(), admission.ask.holdsMore else { return }
            await ledger.adjust(admission.ask.id, to: admission.ask.total(of: receipt.usage))
        }
    }

    /// How many calls found no room for their row, as the store was away for long.
    public var lostCalls: Int { usage.lost }

    /// Writes the rows of calls, and settles those that are written. Twice a second, and before the process ends.
    public func writeUsage() async {
        await usage.write(all: await !ledger.isComplete())
        for (id, total) in usage.takeWritten() { await ledger.commit(id, total) }
    }

    /// Ends the place, with what the answer came to. A second end does nothing.
    public func settle(
        _ admission: Admission, as settlement: Settlement, _ total: QuotaTotal = QuotaTotal()
    ) async {
        guard admission.takePlace() else { return }
        await ledger.settle(admission.ask.id, as: settlement, total)
    }
}

// MARK: Asking

extension Dispatcher {
    /// Makes what is sent to an account with that key: the second time, when the first was too long for it, a shorter one. Nil: there is
    /// none.
    public typealias Prompts = @Sendable (_ account: Account, _ key: Secret, _ shortenings: Int) async -> Prompt?

    /// Asks the lent account, and others where that may help; returns when the answer has ended, the task was cancelled, or nobody
    /// could answer. All leases are given back by then; the place is still to be settled.
    ///
    /// `sink` is waited for before more is read. Nothing reaches it of an attempt that failed before its first piece.
    public func carryOut(
        _ admission: Admission, _ prompts: Prompts, after permission: @Sendable () async -> Void = {},
        to sink: (ReplyPiece) async -> Void
    ) async -> Receipt {
        await carryOut(admission) { account, key, output, former in
            await ask(
                account, with: key, for: admission.ask, prompts, output,
                after: { if former.isEmpty { await permission() } }, to: sink)
        }
    }

    /// The same for a call that is passed on.
    public func pass(_ call: PassedCall, under admission: Admission, to sink: (PassedPiece) async -> Void) async
        -> Receipt
    {
        await carryOut(admission) { account, key, output, _ in
            guard let key else { return await withoutKey(account, for: admission.ask, after: {}) }
            do throws(UpstreamError) {
                let usage = try await backend.pass(call, as: account, key: key.secret) { piece in
                    if case .bytes(let bytes) = piece, !bytes.isEmpty { output.begin() }
                    await sink(piece)
                }
                output.count(usage)
                return .finished(.stop)
            } catch {
                if case .failed(let failure) = error { return .failed(failure) }
                return .cancelled
            }
        }
    }

    /// `former`: the attempts before this one. Nothing that it calls is inlined: all of it would be in the frame of every answer that is
    /// waited for.
    func carryOut(
        _ admission: Admission,
        _ attempt: (_ account: Account, _ key: LentKey?, _ output: ReplyOutput, _ former: [Attempt]) async ->
            Receipt.End
    ) async -> Receipt {
        // Abandoned before it began.
        guard admission.takeLease() else { return Receipt(attempts: [], end: .cancelled) }
        var attempts = Attempts()
        var account = admission.account
        let output = ReplyOutput(clock, showsTools: admission.ask.endpoint == .chat) {
            [usage, clock, id = admission.ask.id] in
            usage.noteOutput(of: id, at: clock.now)
        }
        while true {
            let key = key(of: account, for: admission.ask, after: attempts)
            let end = await attempt(account, key, output, attempts.made)
            attempts.note(account.id, key: key?.number, end)
            if let key { await note(end, of: account.id, by: key, for: admission.ask.model) }
            guard attempts.mayGoOn(after: end, hasOutput: output.hasBegun), !Task.isCancelled,
                let next = await next(for: admission.ask, after: attempts, end, of: account)
            else {
                pool.giveBack(account.id)
                return Receipt(
                    attempts: attempts.made, end: end, usage: output.usage(asking: admission.ask.promptTokens),
                    firstOutputAt: output.firstAt)
            }
            account = next
        }
    }

    /// Its row tells administrators and other processes; nobody is to wait for a store that is away.
    @inline(never)
    private func note(_ end: Receipt.End, of account: ID<Account>, by key: LentKey, for model: String) async {
        guard let health = pool.note(end, of: account, by: key, for: model) else { return }
        try? await accounts.note(health, of: account)
    }

    /// The same account where another of its keys may do better, or another account, with the place counted there; nil when there is none.
    /// After two keys other accounts come first: what ails many keys of one account ails all of them.
    @inline(never)
    private func next(
        for ask: Ask, after attempts: Attempts, _ end: Receipt.End, of account: Account
    ) async -> Account? {
        let mayBeKey = Verdict(end).fault?.isOfKey == true && hasKey(account, for: ask, after: attempts)
        if mayBeKey, attempts.keys(of: account.id).count < 2 { return account }
        if let next = await next(for: ask, after: attempts.asked) {
            pool.giveBack(account.id)
            return next
        }
        return mayBeKey ? account : nil
    }

    @inline(never)
    private func key(of account: Account, for ask: Ask, after attempts: Attempts) -> LentKey? {
        ask.keys[account.id].flatMap { pool.lendKey($0, of: account, passing: attempts.keys(of: account.id)) }
    }

    @inline(never)
    private func hasKey(_ account: Account, for ask: Ask, after attempts: Attempts) -> Bool {
        guard let kept = ask.keys[account.id], let ring = KeyRing(stored: kept) else { return false }
        return pool.canUse(ring, of: account.id, passing: attempts.keys(of: account.id))
    }

    /// The next account that works and has room, with the place counted there; nil when there is none.
    @inline(never)
    private func next(for ask: Ask, after asked: Set<ID<Account>>) async -> Account? {
        var question = ask.question
        question.passing = asked
        while case .lent(let account, _) = pool.lend(question) {
            if await isStillEnabled(account.id), await hasRoom(for: ask, on: account.id) { return account }
            pool.giveBack(account.id)
            question.passing.insert(account.id)
        }
        return nil
    }

    @inline(never)
    private func hasRoom(for ask: Ask, on account: ID<Account>) async -> Bool {
        let isMoved = try? await ledger.move(ask.id, to: ask.use(on: account), under: ask.limits(onlyOn: account))
        return isMoved ?? false
    }

    /// Whether it may still be lent: the ask's candidates are of when it was admitted. A store that cannot say keeps nobody from an
    /// answer.
    @inline(never)
    private func isStillEnabled(_ account: ID<Account>) async -> Bool {
        do {
            return try await accounts.find(account).status == .enabled
        } catch {
            return error != .notFound
        }
    }

    @inline(never)
    private func ask(
        _ account: Account, with key: LentKey?, for ask: Ask, _ prompts: Prompts, _ output: ReplyOutput,
        after permission: @Sendable () async -> Void, to sink: (ReplyPiece) async -> Void
    ) async -> Receipt.End {
        guard let key = key?.secret else { return await withoutKey(account, for: ask, after: permission) }
        var findings = AccountFindings()
        var end = Receipt.End.cancelled
        for shortenings in 0... {
            guard let prompt = await prompts(account, key, shortenings) else { break }
            output.beginAttempt()
            do {
                let reason = try await backend.answer(prompt, as: account, key: key, after: permission) { piece in
                    findings += piece.findings
                    await output.take(piece, to: sink)
                }
                await output.flush(to: sink)
                end = .finished(reason)
            } catch {
                end = if case .failed(let failure) = error { .failed(failure) } else { .cancelled }
            }
            guard case .failed(let failure) = end, failure.code == .contextTooLong, !output.hasBegun else { break }
        }
        await keep(findings, of: account.id)
        return end
    }
}

extension Dispatcher {
    /// With the permission it is certain that these are the account's keys: what was remembered may have lacked one that was added.
    @inline(never)
    func withoutKey(
        _ account: Account, for ask: Ask, after permission: @Sendable () async -> Void
    ) async -> Receipt.End {
        guard let kept = ask.keys[account.id] else {
            return .failed(UpstreamFailure(.storage, detail: "the account's key could not be read"))
        }
        await permission()
        guard !Task.isCancelled else { return .cancelled }
        if let ring = KeyRing(stored: kept), let health = pool.settle(ring.numbers, of: account.id) {
            try? await accounts.note(health, of: account.id)
        }
        return .failed(.noKey)
    }

    @inline(never)
    private func keep(_ findings: AccountFindings, of account: ID<Account>) async {
        if !findings.isEmpty { try? await accounts.note(findings, of: account, at: clock.now) }
        if let windows = pool.note(findings.windows, of: account) { try? await accounts.note(windows, of: account) }
    }
}

extension ReplyPiece {
    fileprivate var findings: AccountFindings {
        var found = AccountFindings()
        for event in events { if case .findings(let some) = event { found += some } }
        return found
    }
}
