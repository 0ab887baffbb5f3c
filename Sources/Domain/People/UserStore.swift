/// Members and administrators. Names are kept and looked up as `User.name` has them: without white space at their ends.
public protocol UserStore: Sendable {
    /// How many there are, administrators with them, and how many of them are enabled.
    func count() async throws(ChatError) -> Statistics.Count
    /// Oldest first. `keyword` matches the id, or a part of the name, the display name or the remark.
    func list(_ page: Page, matching keyword: String?) async throws(ChatError) -> Listing<User>
    /// The same users with what a list shows of each, in few questions; a link counts while it works at `moment`.
    func rows(_ page: Page, matching keyword: String?, at moment: Timestamp) async throws(ChatError) -> Listing<
        MemberRow
    >
    /// Throws `notFound`.
    func row(of id: ID<User>, at moment: Timestamp) async throws(ChatError) -> MemberRow
    /// Throws `notFound`.
    func find(_ id: ID<User>) async throws(ChatError) -> User
    /// The user names of those that there are.
    func names(of ids: Set<ID<User>>) async throws(ChatError) -> [ID<User>: String]
    /// Nil when nobody has the name. The hash is nil when the user has no password.
    func credentials(of username: String) async throws(ChatError) -> (user: User, passwordHash: String?)?
    /// Throws `conflict(.usernameTaken)`.
    func create(_ user: NewUser) async throws(ChatError) -> User
    /// Throws `notFound`, `conflict(.usernameTaken)`, `conflict(.lastAdmin)`.
    func update(_ user: User) async throws(ChatError)
    func setPassword(_ hash: String, of id: ID<User>) async throws(ChatError)
    /// Exchanges the hash of a password for another of the same one; does nothing when the password is another by now.
    func replacePassword(_ hash: String, by newer: String, of id: ID<User>) async throws(ChatError)
    /// Removes the user, his links, sessions and bindings. His conversations are removed too, or kept until `keepUntil`.
    /// Throws `notFound`, `conflict(.lastAdmin)`.
    func delete(_ id: ID<User>, keepingConversationsUntil keepUntil: Timestamp?) async throws(ChatError)
    /// Is there an administrator who can sign in?
    func hasAdmin() async throws(ChatError) -> Bool
    /// Creates the first administrator; throws `conflict(.alreadySetUp)` when there is one. Exactly one of many callers succeeds.
    func createFirstAdmin(_ user: NewUser) async throws(ChatError) -> User
    /// Notes that the user was here; at most once a minute is written.
    func touch(_ id: ID<User>, at moment: Timestamp) async
    /// Removes what was kept of deleted users for long enough.
    func purge(before moment: Timestamp) async throws(ChatError)
}
