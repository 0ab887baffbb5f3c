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

    /// Sends the smallest question there is, and keeps what comes of it.
    public func test(_ account: Account, key: Secret) async -> Result<AccountFindings, UpstreamError> {
        do {
            let findings = try await backend.probe(account, key: key)
            await keep(findings.windows, of: account)
            await note(.fine, of: account)
            return .success(findings)
        } catch {
            if case .failed(let failure) = error {
                // Nothing can be wrong with this question: a refusal is the account's fault, too.
                let fault = Verdict(.failed(failure)).fault ?? .failing
                await note(
                    Verdict(fault: fault, mayTryAnother: false), failure.hiding(key).words, of: account)
            }
            return .failure(error)
        }
    }

    private func keep(_ windows: [UsageWindow], of account: Account) async {
        guard let news = pool.note(windows, of: account.id) else { return }
        try? await accounts.note(news, of: account.id)
    }

    /// The account counts as well from now on, until it fails again.
    public func reset(_ account: ID<Account>) async throws(ChatError) {
        try await accounts.note(pool.reset(account), of: account)
    }

    private func note(_ verdict: Verdict, _ words: String = "", of account: Account) async {
        guard let health = pool.note(verdict, words, of: account.id, for: account.models.first ?? "") else { return }
        try? await accounts.note(health, of: account.id)
    }
}
