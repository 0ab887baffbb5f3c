public import Database
public import Domain
public import Transport

/// All stores of one SQL database whose schema is up to date.
public struct SQLStorage: Sendable {
    public let conversations: SQLConversationStore
    public let search: SQLSearchStore
    public let projects: SQLProjectStore
    public let sharedChats: SQLSharedChatStore
    public let assistants: SQLAssistantStore
    public let sitePictures: SQLSitePictureStore
    public let preferences: SQLPreferenceStore
    public let sendFacts: SQLSendFacts
    public let ledger: SQLLedgerArchive
    public let users: SQLUserStore
    public let sessions: SQLSessionStore
    public let wallets: SQLWalletStore
    public let links: SQLLinkStore
    public let usedTokens: SQLUsedTokens
    public let accounts: SQLAccountStore
    public let refreshTokens: SQLRefreshTokenStore
    public let bindings: SQLBindingStore
    public let packages: SQLPackageStore
    public let apiKeys: SQLAPIKeyStore
    public let settings: SQLSettingStore
    public let allowances: SQLAllowanceStore
    public let charges: SQLChargeStore
    public let usageSums: SQLUsageSums
    public let audit: SQLAuditLog
    public let alerts: SQLAlertStore
    public let files: SQLFileStore
    public let imports: SQLImportStore
    public let exports: SQLExportStore
    public let erasure: SQLErasureStore
    public let responses: SQLResponseStore
    public let itemConversations: SQLItemConversations
    public let appUsers: SQLAppUserStore
    public let heartbeat: SQLHeartbeat
    public let leases: SQLLeaseStore
    public let jobs: SQLJobStore
    public let dataKeys: SQLDataKeys
    private let scrubber: SQLScrubber

    /// `key` is the key file's. `process` names this process among all that share the database; it `isAlone` when it
    /// counts quotas in its own memory. `report` is told what broke, for the log: callers are told only that storage is
    /// unavailable.
    public init(
        _ database: any SQLDatabase, key: SealingKey, process: String = Key<Self>.random().text,
        isAlone: Bool = false,
        report: @escaping @Sendable (DatabaseError) -> Void = { _ in }
    ) {
        let store = SQLStore(database: database, report: report)
        heartbeat = SQLHeartbeat(store, process: process, isAlone: isAlone)
        leases = SQLLeaseStore(store, process: process)
        jobs = SQLJobStore(store, heartbeat)
        let ring = Keyring(key)
        dataKeys = SQLDataKeys(store, ring)
        scrubber = SQLScrubber(store)
        conversations = SQLConversationStore(store, heartbeat, scrubber)
        search = SQLSearchStore(store)
        projects = SQLProjectStore(store, scrubber)
        sharedChats = SQLSharedChatStore(store, scrubber)
        assistants = SQLAssistantStore(store)
        sitePictures = SQLSitePictureStore(store)
        preferences = SQLPreferenceStore(store, scrubber)
        let allowances = AllowanceRows(ring)
        sendFacts = SQLSendFacts(store, allowances)
        ledger = SQLLedgerArchive(store)
        users = SQLUserStore(store, scrubber)
        wallets = SQLWalletStore(store)
        sessions = SQLSessionStore(store)
        links = SQLLinkStore(store)
        usedTokens = SQLUsedTokens(store)
        accounts = SQLAccountStore(store, ring)
        refreshTokens = SQLRefreshTokenStore(store, ring)
        bindings = SQLBindingStore(store, ring)
        packages = SQLPackageStore(store)
        apiKeys = SQLAPIKeyStore(store, ring, allowances)
        self.allowances = SQLAllowanceStore(store, allowances)
        settings = SQLSettingStore(store)
        files = SQLFileStore(store, ring, scrubber)
        imports = SQLImportStore(store)
        exports = SQLExportStore(store, ring)
        erasure = SQLErasureStore(store, scrubber)
        responses = SQLResponseStore(store, ring, heartbeat, scrubber)
        itemConversations = SQLItemConversations(store, ring, heartbeat, scrubber)
        appUsers = SQLAppUserStore(store, ring, scrubber)
        charges = SQLChargeStore(store, heartbeat)
        usageSums = SQLUsageSums(store)
        audit = SQLAuditLog(store)
        alerts = SQLAlertStore(store, ring)
    }

    /// Whether the database's secrets, if there are any, are sealed with the key of this process. The first process that
    /// asks an empty database decides. Nothing can be sealed before that. Single secrets that cannot be opened do not decide.
    public func hasItsKey() async throws(ChatError) -> Bool { try await dataKeys.fit() }

    /// Takes text that was deleted out of the database's files, if there may be any. Every few seconds.
    public func scrub() async { await scrubber.run() }

    /// At the start, where the database belongs to one process at a time, as a data folder does: every other one that
    /// is noted there is dead.
    public func forgetOtherProcesses() async throws(ChatError) { try await heartbeat.forgetOthers() }
}
