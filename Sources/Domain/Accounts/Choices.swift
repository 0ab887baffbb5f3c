/// Which account answers whom, and why: for a member and a model now, and for what was asked before.
public struct Choices: Sendable {
    private let allowances: any AllowanceStore
    private let bindings: any BindingStore
    private let charges: any ChargeStore
    private let ledger: any QuotaLedger
    private let pool: AccountPool
    private let watch: AccountWatch
    private let clock: any WallClock

    public init(
        allowances: any AllowanceStore, bindings: any BindingStore, charges: any ChargeStore,
        ledger: any QuotaLedger, pool: AccountPool, watch: AccountWatch, clock: any WallClock
    ) {
        self.allowances = allowances
        self.bindings = bindings
        self.charges = charges
        self.ledger = ledger
        self.pool = pool
        self.watch = watch
        self.clock = clock
    }

    /// A choice with the names of the accounts.
    public struct Report: Sendable {
        public let choice: Choice
        public let names: [ID<Account>: String]
    }

    /// More accounts of one member are not looked at.
    private static let most = 500

    /// What would be chosen now for the member's next new conversation or call. Nothing is counted. Throws `notFound` for the member,
    /// `noAccount`.
    public func consider(_ model: String, for user: ID<User>) async throws(ChatError) -> Report {
        await watch.refresh()
        let allowance = try await allowances.allowance(of: user)
        let bound = try await bindings.rows(of: user, to: nil, Page(offset: 0, limit: Self.most)).items
        guard !bound.isEmpty else { throw .noAccount }
        let serving = allowance.accounts.filter { $0.account.serves(model) }
        var choice = Choice([])
        if !serving.isEmpty {
            let ask = try Ask(by: Payer(user), at: .chat, for: model, under: allowance)
            var question = ask.question
            question.passing = try await full(for: ask)
            choice = pool.consider(question)
        }
        let enabled = Set(allowance.accounts.map(\.account.id))
        let known = Set(serving.map(\.account.id))
        for row in bound where !known.contains(row.binding.account) {
            let account = row.binding.account
            let off = pool.load(of: account) > 0 ? Choice.Outcome.draining : .disabled
            choice.candidates.append(.init(account, enabled.contains(account) ? .withoutModel : off))
        }
        let names = bound.map { ($0.binding.account, $0.accountName) }
        return Report(choice: choice, names: Dictionary(names) { first, _ in first })
    }

    /// Those where the next message would reach a limit that another account may not have.
    private func full(for ask: Ask) async throws(ChatError) -> Set<ID<Account>> {
        var full: Set<ID<Account>> = []
        for account in ask.candidates.map(\.account.id) {
            let limits = ask.limits(onlyOn: account)
            guard !limits.isEmpty else { continue }
            let usage = try await ledger.usage(of: ask.use(on: account), under: limits)
            if usage.contains(where: \.isExhausted) { full.insert(account) }
        }
        return full
    }

    /// Why the account was chosen that a request was given to first. Throws `notFound` for a request that has no row of the log.
    public func past(of request: String) async throws(ChatError) -> Report {
        var filter = UsageFilter()
        filter.requestID = request
        guard let row = try await charges.list(filter, after: nil, Page(offset: 0, limit: 1)).first else {
            throw .notFound
        }
        let entry = row.entry
        let first = entry.attempts.first?.account ?? entry.charge.account
        return Report(
            choice: entry.choice ?? Choice([.init(first, .chosen)]), names: row.accountNames)
    }

    /// What each account was asked in the last hour, of those that were asked anything; most first.
    public func loads() async throws(ChatError) -> [AccountLoad] {
        try await charges.counts(since: clock.now - .seconds(3600))
    }
}
