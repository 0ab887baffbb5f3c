/// Members and administrators. Names are kept and looked up as `User.name` has them: without white space at their ends.
public protocol UserStore: Sendable {
    /// Oldest first. `keyword` matches the id, or a part of the name, the display name or the remark.
    func list(_ page: Page, matching keyword: String?) async throws(ChatError) -> Listing<User>
    /// Throws `notFound`.
    func find(_ id: ID<User>) async throws(ChatError) -> User
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

/// A user to be made.
public struct NewUser: Sendable {
    public var username: String
    public var displayName: String
    public var passwordHash: String?
    public var role: User.Role
    public var package: ID<Package>?
    public var remark: String
    public var createdAt: Timestamp

    public init(
        username: String, displayName: String = "", passwordHash: String? = nil, role: User.Role = .member,
        package: ID<Package>? = nil, remark: String = "", createdAt: Timestamp
    ) {
        self.username = username
        self.displayName = displayName
        self.passwordHash = passwordHash
        self.role = role
        self.package = package
        self.remark = remark
        self.createdAt = createdAt
    }
}

/// Browsers that are signed in.
public protocol SessionStore: Sendable {
    func create(_ session: Session) async throws(ChatError)
    /// The session and its user as they are now; nil when unknown, expired or unused for too long, or the user is disabled
    /// or deleted.
    func find(_ hash: [UInt8], at moment: Timestamp) async throws(ChatError) -> Principal?
    /// Those of the hashes that `find` would find.
    func living(among hashes: [[UInt8]], at moment: Timestamp) async throws(ChatError) -> Set<[UInt8]>
    /// Those of the user that `find` would find, the last used first; the first hundred of them.
    func list(of user: ID<User>, at moment: Timestamp) async throws(ChatError) -> [Session]
    /// Notes that it was used; at most once an hour is written.
    func touch(_ hash: [UInt8], at moment: Timestamp) async
    /// Notes that its browser proved itself with the password. Throws `notFound`.
    func confirm(_ hash: [UInt8], at moment: Timestamp) async throws(ChatError)
    func delete(_ hash: [UInt8]) async throws(ChatError)
    func deleteAll(of user: ID<User>) async throws(ChatError)
    /// Removes those that have ended by themselves.
    func purge(before moment: Timestamp) async throws(ChatError)
}

/// What was good for one use and has been used, known to every process and after a restart.
public protocol UsedTokens: Sendable {
    /// Notes the use of a token, by its SHA-256. False when it was used before; of many at once exactly one is the first.
    func use(_ hash: [UInt8], until end: Timestamp) async throws(ChatError) -> Bool
    func isUsed(_ hash: [UInt8]) async throws(ChatError) -> Bool
    /// Forgets those that ended before `moment`.
    func purge(before moment: Timestamp) async throws(ChatError)
}

/// Personal links. A member has at most one that works.
public protocol LinkStore: Sendable {
    /// Makes a link and revokes the former with its sessions. `hash` is the SHA-256 of the token.
    func issue(for user: ID<User>, hash: [UInt8], expiresAt: Timestamp?, at moment: Timestamp)
        async throws(ChatError) -> ShareLink
    /// The link and its user as they are now; nil when unknown, revoked, expired, or the user is disabled or deleted.
    func find(_ hash: [UInt8], at moment: Timestamp) async throws(ChatError) -> (link: ShareLink, user: User)?
    func current(of user: ID<User>, at moment: Timestamp) async throws(ChatError) -> ShareLink?
    /// Revokes the member's link and ends the sessions that it opened. Revoking nothing is no error.
    func revoke(of user: ID<User>) async throws(ChatError)
    func touch(_ id: ID<ShareLink>, at moment: Timestamp) async
}
