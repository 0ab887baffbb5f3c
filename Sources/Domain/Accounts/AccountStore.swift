/// Upstream accounts. Their keys are sealed at rest and leave only through `key(of:)`, and with `SendFacts`.
public protocol AccountStore: Sendable {
    /// Highest priority first, then newest. `keyword` matches the id, or a part of the name, the base URL or the tag; a
    /// `tag` leaves those that have this very one.
    func list(_ page: Page, matching keyword: String?, tagged tag: String?) async throws(ChatError) -> Listing<Account>
    /// The same accounts with what a list shows of each, in few questions.
    func rows(_ page: Page, matching keyword: String?, tagged tag: String?) async throws(ChatError)
        -> Listing<AccountRow>
    /// Throws `notFound`.
    func row(of id: ID<Account>) async throws(ChatError) -> AccountRow
    /// Throws `notFound`.
    func find(_ id: ID<Account>) async throws(ChatError) -> Account
    /// With its key as it was at the same moment; empty where it cannot be opened, which `unreadable` says. Throws `notFound`.
    func findWithKey(_ id: ID<Account>) async throws(ChatError) -> (account: Account, key: Secret)
    /// The `id` of `account` is ignored; the one given is in what is returned.
    func create(_ account: Account, key: Secret) async throws(ChatError) -> Account
    /// The same of many, in their order: all of them or none.
    func create(_ accounts: [(account: Account, key: Secret)]) async throws(ChatError) -> [Account]
    /// A nil key keeps the stored one. When scheme, host or port of the base URL or the proxy changes, the stored key is erased
    /// unless a new one comes with it: a key is never sent to a host, or past one, that it was not entered for. A proxy that is
    /// still `unreadable` stays as it is stored. Another status is an event of that moment in its history.
    func update(_ account: Account, key: Secret?, at moment: Timestamp) async throws(ChatError)
    /// Changes the keys of an account that has keys, all at once. Returns them as they are then. Throws `notFound`, what `change` throws,
    /// and `unavailable("secrets")` where those that are there cannot be opened.
    func changeKeys(
        of id: ID<Account>, _ change: @escaping @Sendable (inout KeyRing) throws(ChatError) -> Void
    ) async throws(ChatError) -> KeyRing
    /// Removes the account, its bindings and its history.
    func delete(_ id: ID<Account>) async throws(ChatError)
    /// Empty when none was given. Throws `unavailable("secrets")` when it cannot be opened.
    func key(of id: ID<Account>) async throws(ChatError) -> Secret
    /// Does the account have a key, without opening it?
    func hasKey(_ id: ID<Account>) async throws(ChatError) -> Bool
    /// Has an account this very name, other than `id`?
    func isNamed(_ name: String, except id: ID<Account>?) async throws(ChatError) -> Bool
    /// Keeps how well the account works, and an event when that is news.
    func note(_ health: AccountHealth, of id: ID<Account>) async throws(ChatError)
    /// Of all accounts that ever failed.
    func health() async throws(ChatError) -> [ID<Account>: AccountHealth]
    /// How its health changed, newest first: the events before `last`, or from the newest on.
    func history(
        of id: ID<Account>, before last: ID<AccountEvent>?, atMost count: Int
    ) async throws(ChatError) -> AccountHistory
    /// Forgets older events.
    func purgeEvents(before moment: Timestamp) async throws(ChatError)
    /// Adds what asking the upstream showed to what is known: options learned that are new, and events that were skipped.
    func note(_ findings: AccountFindings, of id: ID<Account>, at moment: Timestamp) async throws(ChatError)
    /// Keeps what is left of its credit.
    func note(_ balance: AccountBalance, of id: ID<Account>) async throws(ChatError)
    /// Of the enabled accounts of kinds that are read, by id: when each was.
    func lastReadings() async throws(ChatError) -> [LastReading]
    /// Keeps how much of what the account may do is used.
    func note(_ windows: UsageWindows, of id: ID<Account>) async throws(ChatError)
}

extension AccountStore {
    public func list(_ page: Page, matching keyword: String?) async throws(ChatError) -> Listing<Account> {
        try await list(page, matching: keyword, tagged: nil)
    }

    public func rows(_ page: Page, matching keyword: String?) async throws(ChatError) -> Listing<AccountRow> {
        try await rows(page, matching: keyword, tagged: nil)
    }
}
