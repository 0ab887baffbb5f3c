/// Looks after accounts that failed: asks those whose rest is over and whom nobody else asks, and keeps what is known of them in step
/// with other processes.
public struct AccountWatch: Sendable {
    private let pool: AccountPool
    private let accounts: any AccountStore
    private let backend: any ConversationBackend

    public init(pool: AccountPool, accounts: any AccountStore, backend: any ConversationBackend) {
        self.pool = pool
        self.accounts = accounts
        self.backend = backend
    }

    /// Takes over what other processes found out. Every few seconds.
    public func refresh() async {
        if let found = try? await accounts.health() { pool.adopt(found) }
    }

    /// Asks the accounts that want it, some at once. What they say is kept.
    public func probe() async {
        await withTaskGroup { group in
            for id in pool.beginProbes(atMost: Self.mostAtOnce) { group.addTask { await probe(id) } }
        }
    }

    private func probe(_ id: ID<Account>) async {
        defer { pool.endProbe(of: id) }
        do throws(ChatError) {
            let account = try await accounts.find(id)
            guard account.status == .enabled, account.unreadable.isEmpty else { return }
            // Before its rest is over only what costs nothing is asked.
            if let until = pool.health(of: id).until, until > pool.clock.now, !account.provider.tellsUsageFreely {
                return
            }
            _ = await test(account, key: try await accounts.key(of: id))
        } catch {
            // One that was deleted wants nothing any more; what a store cannot say, it can the next time.
            if error == .notFound { pool.forget(id) }
        }
    }

    private static let mostAtOnce = 8

    /// Sends the smallest question there is, and keeps what comes of it. `kept` is what is kept of the account: of several keys one is
    /// asked with, if one can be.
    public func test(_ account: Account, key kept: Secret) async -> Result<AccountFindings, UpstreamError> {
        guard let key = pool.lendKey(kept, of: account) else { return .failure(.failed(.noKey)) }
        do {
            let findings = try await backend.probe(account, key: key.secret)
            await keep(findings.windows, of: account)
            await note(.fine, of: account, by: key)
            return .success(findings)
        } catch {
            guard case .failed(let failure) = error else {
                _ = pool.note(.cancelled, of: account.id, by: key, for: "")
                return .failure(error)
            }
            // Nothing can be wrong with this question: a refusal is the account's fault, too.
            let fault = Verdict(.failed(failure)).fault ?? .failing
            await note(
                Verdict(fault: fault, mayTryAnother: false), failure.hiding(key.secret).words, of: account, by: key)
            return .failure(error)
        }
    }

    /// What the upstream tells of what is left, which is kept; nil where it tells nothing. Its health is as it was, but for a login that
    /// has ended, a demand for a person, or nothing being left.
    public func read(_ account: Account, key: Secret) async throws(UpstreamError) -> AccountReading? {
        let reading: AccountReading?
        do throws(UpstreamError) { reading = try await backend.reading(of: account, key: KeyRing.first(in: key)) } catch
        {
            if case .failed(let failure) = error, account.provider.hasLogin {
                let verdict = Verdict(.failed(failure))
                if verdict.fault == .loggedOut || verdict.fault == .challenged {
                    await note(verdict, failure.hiding(key).words, of: account, by: LentKey(key))
                }
            }
            throw error
        }
        guard let reading else { return nil }
        await keep(reading.windows, of: account)
        if !reading.windows.isEmpty, pool.health(of: account.id).state == .healthy {
            await note(.fine, of: account, by: LentKey(key))
        }
        if let balance = reading.balance {
            try? await accounts.note(AccountBalance(balance, readAt: pool.clock.now), of: account.id)
        }
        return reading
    }

    /// The upstream wanted a person when nobody asked anything.
    public func noteChallenge(_ words: String, of account: Account) async {
        await note(Verdict(fault: .challenged, mayTryAnother: false), words, of: account, by: LentKey(Secret("")))
    }

    private func keep(_ windows: [UsageWindow], of account: Account) async {
        guard let news = pool.note(windows, of: account.id) else { return }
        try? await accounts.note(news, of: account.id)
    }

    /// The account counts as well from now on, until it fails again.
    public func reset(_ account: ID<Account>) async throws(ChatError) {
        var health = pool.reset(account)
        // It rests on if all of its keys are switched off.
        if let kept = try? await accounts.key(of: account), let ring = KeyRing(stored: kept) {
            health = pool.settle(ring.numbers, of: account) ?? health
        }
        try await accounts.note(health, of: account)
    }

    private func note(_ verdict: Verdict, _ words: String = "", of account: Account, by key: LentKey) async {
        let news = pool.note(verdict, words, of: account.id, by: key, for: account.models.first ?? "")
        guard let health = news else { return }
        try? await accounts.note(health, of: account.id)
    }
}
