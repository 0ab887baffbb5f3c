/// Upstream accounts. Their keys are sealed at rest and leave only through `key(of:)`, and with `SendFacts`.
public protocol AccountStore: Sendable {
    /// Highest priority first, then newest. `keyword` matches the id, or a part of the name or the base URL.
    func list(_ page: Page, matching keyword: String?) async throws(ChatError) -> Listing<Account>
    /// Throws `notFound`.
    func find(_ id: ID<Account>) async throws(ChatError) -> Account
    /// The `id` of `account` is ignored; the one given is in what is returned.
    func create(_ account: Account, key: Secret) async throws(ChatError) -> Account
    /// A nil key keeps the stored one. When scheme, host or port of the base URL or the proxy changes, the stored key is erased
    /// unless a new one comes with it: a key is never sent to a host, or past one, that it was not entered for. A proxy that is
    /// still `unreadable` stays as it is stored.
    func update(_ account: Account, key: Secret?) async throws(ChatError)
    /// Removes the account and its bindings.
    func delete(_ id: ID<Account>) async throws(ChatError)
    /// Empty when none was given. Throws `unavailable("secrets")` when it cannot be opened.
    func key(of id: ID<Account>) async throws(ChatError) -> Secret
    /// Does the account have a key, without opening it?
    func hasKey(_ id: ID<Account>) async throws(ChatError) -> Bool
    /// Has an account this very name, other than `id`?
    func isNamed(_ name: String, except id: ID<Account>?) async throws(ChatError) -> Bool
    /// Notes what the upstream did wrong last, for the panel; an empty reason takes it back.
    func note(_ reason: String, of id: ID<Account>) async throws(ChatError)
    /// Adds what asking the upstream showed to what is known: lessons that are new, and events that were skipped.
    func note(_ findings: AccountFindings, of id: ID<Account>, at moment: Timestamp) async throws(ChatError)
}

/// Who may use which account.
public protocol BindingStore: Sendable {
    func list(of user: ID<User>?, to account: ID<Account>?, _ page: Page) async throws(ChatError) -> Listing<Binding>
    /// Throws `notFound` for an unknown user or account, `conflict(.accountDedicated)` when the account is
    /// dedicated to somebody or `mode` is dedicated and it has bindings, `conflict(.alreadyBound)`.
    func create(_ user: ID<User>, _ account: ID<Account>, mode: Binding.Mode, priority: Int, at moment: Timestamp)
        async throws(ChatError) -> Binding
    /// Throws `notFound`.
    func delete(_ id: ID<Binding>) async throws(ChatError)
    /// The enabled accounts that a member is bound to, without those that cannot be read.
    func accounts(of user: ID<User>) async throws(ChatError) -> [BoundAccount]
}

/// An account seen from a member who may use it.
public struct BoundAccount: Sendable, Equatable {
    public let account: Account
    public let mode: Binding.Mode
    public let priority: Int

    public init(account: Account, mode: Binding.Mode, priority: Int) {
        self.account = account
        self.mode = mode
        self.priority = priority
    }
}

/// Named sets of limits.
public protocol PackageStore: Sendable {
    /// Oldest first.
    func list(_ page: Page) async throws(ChatError) -> Listing<Package>
    /// Throws `notFound`.
    func find(_ id: ID<Package>) async throws(ChatError) -> Package
    func create(name: String, limits: [Limit], at moment: Timestamp) async throws(ChatError) -> Package
    func update(_ package: Package) async throws(ChatError)
    /// How many members have it.
    func memberCount(of id: ID<Package>) async throws(ChatError) -> Int
    /// Throws `notFound`, `conflict(.packageInUse)` while a member has it.
    func delete(_ id: ID<Package>) async throws(ChatError)
}
