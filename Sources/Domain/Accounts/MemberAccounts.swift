/// The accounts that a member may use, as the member sees them.
public struct MemberAccounts: Sendable {
    private let bindings: any BindingStore
    private let pool: AccountPool

    public init(bindings: any BindingStore, pool: AccountPool) {
        self.bindings = bindings
        self.pool = pool
    }

    /// More are counted and not listed.
    public static let most = 50

    /// Enabled ones first, then in the order in which they were given. Health is this process's opinion, which follows the others' by
    /// seconds: any number of members may look, so none of them asks the store for it.
    public func statuses(of user: ID<User>) async throws(ChatError) -> Listing<AccountStatus> {
        var found = try await bindings.statuses(of: user, atMost: Self.most)
        found.items = found.items.map(asItIs)
        return found
    }

    private func asItIs(_ stored: AccountStatus) -> AccountStatus {
        var status = stored
        let account = stored.account
        let health = pool.health(of: account.id)
        status.state = account.state(health, isAnswering: pool.load(of: account.id) > 0)
        status.until =
            switch status.state {
            case .cooling, .limited: health.until
            case .healthy, .needsLogin, .needsAttention, .draining, .disabled: nil
            }
        status.windows = pool.windows(of: account, orStored: stored.windows)
        return status
    }
}
