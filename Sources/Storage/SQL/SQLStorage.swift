public import Database

/// All stores of one SQL database whose schema is up to date.
public struct SQLStorage: Sendable {
    public let conversations: SQLConversationStore
    public let ledger: SQLLedgerArchive
    public let users: SQLUserStore
    public let sessions: SQLSessionStore
    public let links: SQLLinkStore
    public let accounts: SQLAccountStore
    public let bindings: SQLBindingStore
    public let packages: SQLPackageStore

    /// `report` is told what broke, for the log: callers are told only that storage is unavailable.
    public init(
        _ database: any SQLDatabase, sealer: any SecretSealer,
        report: @escaping @Sendable (DatabaseError) -> Void = { _ in }
    ) {
        let store = SQLStore(database: database, report: report)
        conversations = SQLConversationStore(store)
        ledger = SQLLedgerArchive(store)
        users = SQLUserStore(store)
        sessions = SQLSessionStore(store)
        links = SQLLinkStore(store)
        accounts = SQLAccountStore(store, sealer)
        bindings = SQLBindingStore(store, sealer)
        packages = SQLPackageStore(store)
    }
}
