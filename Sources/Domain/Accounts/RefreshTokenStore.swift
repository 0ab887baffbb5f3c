/// The rows of refresh tokens. Each stands over an account, whose login it is.
public protocol RefreshTokenStore: Sendable {
    /// Newest first.
    func list(_ page: Page, where filter: RefreshTokenFilter) async throws(ChatError) -> Listing<RefreshToken>
    /// Throws `notFound`.
    func find(_ id: ID<RefreshToken>) async throws(ChatError) -> RefreshToken
    /// Nil where there is none.
    func find(_ name: RefreshTokenName) async throws(ChatError) -> RefreshToken?
    /// Gives a row to each Codex account that has a login and no row.
    func adopt(at moment: Timestamp) async throws(ChatError)
    /// Keeps each that no account has yet, in their order, over an account that lends nothing; of two that are added at once with one token
    /// one is kept.
    func create(_ new: [StoredToken], at moment: Timestamp) async throws(ChatError) -> [RefreshTokenOutcome]
    /// Throws `notFound`, `conflict(.exists)` for a `bizID` that another row has, and `conflict(.accountBound)` where members have the
    /// account that is to lend nothing. `models`: those of an account that begins to lend.
    func update(_ id: ID<RefreshToken>, _ change: RefreshTokenChange, models: [String], at moment: Timestamp)
        async throws(ChatError) -> RefreshToken
    /// Removes it with its account. Throws `notFound`, and `conflict(.accountLends)` for an account that is lent.
    func delete(_ id: ID<RefreshToken>) async throws(ChatError)
    /// Keeps what came of a refresh, and whose it is by now.
    func note(_ refresh: NotedRefresh, of id: ID<RefreshToken>, at moment: Timestamp) async throws(ChatError)
    /// Keeps what the provider told.
    func note(_ profile: TokenProfile, of id: ID<RefreshToken>, at moment: Timestamp) async throws(ChatError)
    /// The enabled ones that were not tried since `moment`, longest ago first; what is later than `now` was written before a clock went back.
    func due(before moment: Timestamp, now: Timestamp) async throws(ChatError) -> [ID<RefreshToken>]
    func settings() async throws(ChatError) -> RefreshTokenSettings
    /// Where `deals`, every row whose proxy or client is not in the new list gets one of it, or none where it is empty.
    func set(_ settings: RefreshTokenSettings, dealingProxies: Bool, clients: Bool, at moment: Timestamp)
        async throws(ChatError)
}

/// A refresh token as it is stored: its row, and the account over which it stands.
public struct StoredToken: Sendable {
    public let bizID: String
    public let account: Account
    public let pair: TokenPair
    public let tag: String
    public let memo: String
    public let isEnabled: Bool

    public init(bizID: String, account: Account, pair: TokenPair, tag: String = "", memo: String = "", isEnabled: Bool)
    {
        (self.bizID, self.account, self.pair) = (bizID, account, pair)
        (self.tag, self.memo, self.isEnabled) = (tag, memo, isEnabled)
    }
}

/// What became of one that was to be kept.
public enum RefreshTokenOutcome: Sendable, Equatable {
    case made(RefreshToken)
    case nameTaken
    /// This row has the same token.
    case known(ID<RefreshToken>?)
}

/// What came of a refresh; no secret.
public struct NotedRefresh: Sendable {
    public let result: String
    /// Whose it is, where it went well.
    public let owner: LoginOwner?

    public init(result: String, owner: LoginOwner?) { (self.result, self.owner) = (result, owner) }
}

/// What the provider told of an access token's owner; no secret. Nil was not asked, or not answered.
public struct TokenProfile: Sendable {
    public var user: User?
    public var workspaces: Workspaces?

    public struct User: Sendable {
        public let name: String
        public let email: String
        /// As JSON.
        public let info: String

        public init(name: String, email: String, info: String) {
            (self.name, self.email, self.info) = (name, email, info)
        }
    }

    public struct Workspaces: Sendable {
        /// The first that is not free.
        public let plan: String
        public let info: String

        public init(plan: String, info: String) { (self.plan, self.info) = (plan, info) }
    }

    public init() {}
}

/// When rows are refreshed by themselves, and what new rows get.
public struct RefreshTokenSettings: Sendable, Equatable {
    public var proxies: [String] = []
    public var clients: [String] = []
    public var refreshes = false
    public var interval = Self.usualInterval

    public static let usualInterval = Duration.seconds(2 * 86_400)
    public static let leastInterval = Duration.seconds(10)
    public static let longestInterval = Duration.seconds(3650 * 86_400)

    public init() {}
}
