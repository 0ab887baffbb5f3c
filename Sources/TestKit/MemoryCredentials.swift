public import Domain

/// The logins of accounts in memory, for tests without a database. It can be away.
public final class MemoryCredentials: CredentialStore {
    private let state = Watched(State())

    private struct State {
        var rows: [ID<Account>: (account: Account, pair: TokenPair)] = [:]
        var claimed: Set<ID<Account>> = []
        var isAway = false
        var hold: RenewalHold?
        var reads = 0
    }

    public init() {}

    public func put(_ pair: TokenPair, for account: Account) { state.change { $0.rows[account.id] = (account, pair) } }
    public func remove(_ id: ID<Account>) { state.change { $0.rows[id] = nil } }
    public func stored(_ id: ID<Account>) -> TokenPair? { state.read { $0.rows[id]?.pair } }
    /// Whether nothing can be read or written.
    public func setAway(_ isAway: Bool) { state.change { $0.isAway = isAway } }
    /// Returns when somebody has looked so often at what is stored.
    public func reads(atLeast count: Int) async { await state.until { $0.reads >= count } }

    public func pair(of id: ID<Account>) async throws(ChatError) -> TokenPair? {
        let row = state.change { state in
            state.reads += 1
            return state.isAway ? nil : state.rows[id]
        }
        try check()
        guard let row else { throw .notFound }
        return row.pair
    }

    public func pairs() async throws(ChatError) -> [(account: Account, pair: TokenPair)] {
        try check()
        return state.read { $0.rows.values.sorted { $0.account.id < $1.account.id } }
    }

    public func credentials() async throws(ChatError) -> [(account: Account, credential: Credential)] {
        try await pairs().map { ($0.account, .pair($0.pair)) }
    }

    public func replace(
        _ version: Int64, of id: ID<Account>, by pair: TokenPair
    ) async throws(ChatError) -> TokenPair? {
        try check()
        return state.change { state in
            guard state.rows[id]?.pair.version == version else { return nil }
            var next = pair
            next.version = version + 1
            state.rows[id]?.pair = next
            return next
        }
    }

    public func claim(_ id: ID<Account>, for span: Duration) async throws(ChatError) -> Bool {
        try check()
        return state.change { $0.claimed.insert(id).inserted }
    }

    public func release(_ id: ID<Account>) async throws(ChatError) {
        try check()
        state.change { _ = $0.claimed.remove(id) }
    }

    public func hold() async throws(ChatError) -> RenewalHold? {
        try check()
        return state.read(\.hold)
    }

    public func set(_ hold: RenewalHold?, of accounts: [ID<Account>]) async throws(ChatError) {
        try check()
        state.change { $0.hold = hold }
    }

    private func check() throws(ChatError) {
        if state.read({ $0.isAway }) { throw .unavailable(what: "storage") }
    }
}
