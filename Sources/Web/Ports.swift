public import Domain
public import Transport

/// Everything behind the site, as ports. What stands behind them is chosen in `chatmirror/Compose.swift`.
public struct Ports: Sendable {
    public var users: any UserStore
    public var sessions: any SessionStore
    public var links: any LinkStore
    public var usedTokens: any UsedTokens
    public var accounts: any AccountStore
    public var bindings: any BindingStore
    public var packages: any PackageStore
    public var audit: any AuditLog
    public var conversations: any ConversationStore
    public var ledger: any QuotaLedger
    public var turnLog: any TurnLog
    public var backend: any ConversationBackend
    public var clock: any WallClock
    public var passwords: PasswordHasher
    public var pool: AccountPool
    public var turns: TurnRunner
    public var sendMessage: SendMessage
    public var dispatcher: Dispatcher
    public var standings: Standings
    public var apiKeys: any APIKeyStore
    public var charges: any ChargeStore
    public var usage: UsageLog
    public var watch: AccountWatch
    /// Is every store able to do what a message needs? Names those that are not; empty when ready.
    public var missing: @Sendable () async -> [String]

    public init(
        users: any UserStore, sessions: any SessionStore, links: any LinkStore, usedTokens: any UsedTokens,
        accounts: any AccountStore, bindings: any BindingStore, packages: any PackageStore, audit: any AuditLog,
        conversations: any ConversationStore,
        ledger: any QuotaLedger, turnLog: any TurnLog, backend: any ConversationBackend, clock: any WallClock,
        passwords: PasswordHasher, pool: AccountPool, turns: TurnRunner, sendMessage: SendMessage,
        dispatcher: Dispatcher, standings: Standings, apiKeys: any APIKeyStore, charges: any ChargeStore,
        usage: UsageLog,
        watch: AccountWatch,
        missing: @escaping @Sendable () async -> [String]
    ) {
        self.users = users
        self.sessions = sessions
        self.links = links
        self.usedTokens = usedTokens
        self.accounts = accounts
        self.bindings = bindings
        self.packages = packages
        self.audit = audit
        self.conversations = conversations
        self.ledger = ledger
        self.turnLog = turnLog
        self.backend = backend
        self.clock = clock
        self.passwords = passwords
        self.pool = pool
        self.turns = turns
        self.sendMessage = sendMessage
        self.dispatcher = dispatcher
        self.standings = standings
        self.apiKeys = apiKeys
        self.charges = charges
        self.usage = usage
        self.watch = watch
        self.missing = missing
    }
}
