/// Who may use which account.
public protocol BindingStore: Sendable {
    func list(of user: ID<User>?, to account: ID<Account>?, _ page: Page) async throws(ChatError) -> Listing<Binding>
    /// The same bindings with the names of both.
    func rows(of user: ID<User>?, to account: ID<Account>?, _ page: Page)
        async throws(ChatError) -> Listing<BindingRow>
    /// Throws `notFound`.
    func row(of id: ID<Binding>) async throws(ChatError) -> BindingRow
    /// Throws `notFound` for an unknown user or account, `conflict(.accountDedicated)` when the account is
    /// dedicated to somebody or `mode` is dedicated and it has bindings, `conflict(.alreadyBound)`.
    func create(_ user: ID<User>, _ account: ID<Account>, mode: Binding.Mode, priority: Int, at moment: Timestamp)
        async throws(ChatError) -> Binding
    /// Throws `notFound`.
    func delete(_ id: ID<Binding>) async throws(ChatError)
    /// The member's own order from now on, first to last; empty: none. What was it before. Throws `notFound` for an unknown user, or an
    /// account that the user is not bound to.
    func order(_ accounts: [ID<Account>], of user: ID<User>) async throws(ChatError) -> [ID<Account>]
    /// The accounts that are somebody's own.
    func dedicated() async throws(ChatError) -> Set<ID<Account>>
    /// The enabled members who are bound to an account, by name: the first of them, and how many there are.
    func names(boundTo account: ID<Account>, atMost count: Int) async throws(ChatError) -> (names: [String], count: Int)
    /// The enabled members who are bound to an account and to no other enabled one, but for those in `broken`: by name.
    func stranded(on account: ID<Account>, besides broken: [ID<Account>]) async throws(ChatError) -> [StrandedMember]
    /// Binds these members to `target`, shared, instead of `account`; one who is bound to both keeps `target`, and one who is not bound to
    /// `account` is left out. Returns those who were moved. Throws `notFound` for an account that is not there or lends nothing, and
    /// `conflict(.accountDedicated)` for a target that is somebody's own.
    func move(_ members: [ID<User>], from account: ID<Account>, to target: ID<Account>, at moment: Timestamp)
        async throws(ChatError) -> [StrandedMember]
    /// The enabled accounts that a member is bound to, without those that cannot be read.
    func accounts(of user: ID<User>) async throws(ChatError) -> [BoundAccount]
    /// All that a member is bound to, switched off or unreadable as they may be: enabled ones first, then in the order of the
    /// bindings. So many of them, and how many there are.
    func statuses(of user: ID<User>, atMost count: Int) async throws(ChatError) -> Listing<AccountStatus>
}
