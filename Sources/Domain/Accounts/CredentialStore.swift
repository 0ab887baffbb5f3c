/// The tokens of accounts that somebody signed in to. What is stored counts: a refresh token is good for one renewal alone, whichever
/// process makes it.
public protocol CredentialStore: Sendable {
    /// Nil where the account has no tokens. Throws `notFound`, `unavailable("secrets")`.
    func pair(of id: ID<Account>) async throws(ChatError) -> TokenPair?
    /// Of every account that has some that can be read, switched off or not; not of those that are there for a refresh token alone, whose
    /// own settings say when they are renewed.
    func pairs() async throws(ChatError) -> [(account: Account, pair: TokenPair)]
    /// Of every account that has a key or tokens that can be read, by id. Each is opened: it is for looking all of them up at once.
    func credentials() async throws(ChatError) -> [(account: Account, credential: Credential)]
    /// Stores `pair` in the place of the one with `version`, and returns it with a larger one. Nil when another one is stored, or
    /// none: then nothing changes.
    func replace(_ version: Int64, of id: ID<Account>, by pair: TokenPair) async throws(ChatError) -> TokenPair?
    /// Whether this process may renew the account's pair, for `span` by the store's clock; false while another one may.
    func claim(_ id: ID<Account>, for span: Duration) async throws(ChatError) -> Bool
    /// Why no login is renewed by itself, or was not: it may be over. Nil: nobody held them back.
    func hold() async throws(ChatError) -> RenewalHold?
    /// Every process learns of it. It is an event in the history of the accounts that failed.
    func set(_ hold: RenewalHold?, of accounts: [ID<Account>]) async throws(ChatError)
    /// Another process may renew it at once.
    func release(_ id: ID<Account>) async throws(ChatError)
}
