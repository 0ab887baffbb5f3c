import ChatAPI
public import Domain
public import JSON
import PanelAPI
import RelayAPI
public import Site
public import Transport
import Upstream
public import Web

/// Everything behind a site of a test. What is set before the site is made stands behind it.
public struct Ports: Sendable {
    public var users: any UserStore
    public var sessions: any SessionStore
    public var wallets: any WalletStore
    public var links: any LinkStore
    public var usedTokens: any UsedTokens
    public var accounts: any AccountStore
    public var logins: any CredentialStore
    public var bindings: any BindingStore
    public var packages: any PackageStore
    public var settings: any SettingStore
    public var allowances: any AllowanceStore
    public var archive: any LedgerArchive
    public var audit: any AuditLog
    public var conversations: any ConversationStore
    public var summaries: Summaries
    public var search: any SearchStore
    public var trash: any TrashStore
    public var projects: any ProjectStore
    public var sharedChats: any SharedChatStore
    public var assistants: any AssistantStore
    public var sitePictures: any SitePictureStore
    public var preferences: any PreferenceStore
    public var ledger: any QuotaLedger
    public var turnLog: any TurnLog
    public var backend: any ConversationBackend
    public var clock: any WallClock
    public var passwords: PasswordHasher
    public var pool: AccountPool
    public var turns: TurnRunner
    public var sendMessage: SendMessage
    public var dispatcher: Dispatcher
    public var calls: RunningCalls
    public var standings: Standings
    public var apiKeys: any APIKeyStore
    public var charges: any ChargeStore
    public var usageSums: any UsageSumsStore
    public var usage: UsageLog
    public var jobs: Jobs
    public var files: Files
    /// The folder of forms that are to be sent on.
    public var spools: String
    public var imports: any ImportStore
    public var exports: any ExportStore
    public var erasure: any ErasureStore
    /// Bytes of an import.
    public var mostImported = 1 << 30
    public var responses: any ResponseStore
    public var itemConversations: any ItemConversationStore
    /// Of the mini-program, whose applications are `World.applications`.
    public var appUsers: any AppUserStore
    public var callRate: any CallRate
    public var refreshTokens: any RefreshTokenStore
    public var renewer: any LoginRenewer = NoRenewals()
    public var profiles: any TokenProfiles = NoProfiles()
    /// Its secret is `World.tokenSecret`.
    public var tokenManager = TokenManagerOptions()
    public var alerts: any AlertStore
    public var sender: any AlertSender = NoChannels()
    public var pictures: any RemotePictures = NoPictures()
    public var miniProgram: MiniProgram.Options?
    /// The token of the set-up link; nil as after a start that found an administrator.
    public var setupToken: String?
    /// Is every store able to do what a message needs? Names those that are not; empty when ready.
    public var missing: @Sendable () async -> [String]

    public init(
        users: any UserStore, sessions: any SessionStore, wallets: any WalletStore, links: any LinkStore,
        usedTokens: any UsedTokens,
        accounts: any AccountStore, logins: any CredentialStore, bindings: any BindingStore, packages: any PackageStore,
        settings: any SettingStore, allowances: any AllowanceStore, archive: any LedgerArchive, audit: any AuditLog,
        conversations: any ConversationStore, summaries: Summaries, search: any SearchStore, trash: any TrashStore,
        projects: any ProjectStore, sharedChats: any SharedChatStore, assistants: any AssistantStore,
        sitePictures: any SitePictureStore, preferences: any PreferenceStore,
        ledger: any QuotaLedger, turnLog: any TurnLog, backend: any ConversationBackend, clock: any WallClock,
        passwords: PasswordHasher, pool: AccountPool, turns: TurnRunner, sendMessage: SendMessage,
        dispatcher: Dispatcher, calls: RunningCalls, standings: Standings, apiKeys: any APIKeyStore,
        charges: any ChargeStore, usageSums: any UsageSumsStore,
        usage: UsageLog, jobs: Jobs, files: Files, spools: String, imports: any ImportStore, exports: any ExportStore,
        erasure: any ErasureStore,
        responses: any ResponseStore,
        itemConversations: any ItemConversationStore, appUsers: any AppUserStore, callRate: any CallRate,
        refreshTokens: any RefreshTokenStore, alerts: any AlertStore, missing: @escaping @Sendable () async -> [String]
    ) {
        (self.users, self.sessions) = (users, sessions)
        (self.wallets, self.links) = (wallets, links)
        self.usedTokens = usedTokens
        self.accounts = accounts
        self.logins = logins
        self.bindings = bindings
        self.packages = packages
        self.settings = settings
        self.allowances = allowances
        self.archive = archive
        self.audit = audit
        self.conversations = conversations
        self.summaries = summaries
        (self.search, self.trash) = (search, trash)
        self.projects = projects
        (self.sharedChats, self.preferences, self.ledger) = (sharedChats, preferences, ledger)
        (self.assistants, self.sitePictures) = (assistants, sitePictures)
        self.turnLog = turnLog
        self.backend = backend
        self.clock = clock
        self.passwords = passwords
        self.pool = pool
        self.turns = turns
        self.sendMessage = sendMessage
        self.dispatcher = dispatcher
        self.calls = calls
        self.standings = standings
        self.apiKeys = apiKeys
        self.charges = charges
        self.usageSums = usageSums
        self.usage = usage
        self.jobs = jobs
        self.files = files
        self.spools = spools
        (self.imports, self.exports, self.erasure) = (imports, exports, erasure)
        self.responses = responses
        self.itemConversations = itemConversations
        self.appUsers = appUsers
        self.callRate = callRate
        (self.refreshTokens, self.alerts) = (refreshTokens, alerts)
        self.missing = missing
    }
}

extension Site {
    /// A site over these ports; each use case is made of them here.
    public init(_ ports: Ports, _ options: SiteOptions, log: Log = Log(level: .error)) throws {
        let useCases = UseCases(ports, options, log: log)
        let models = ModelOffers(
            bindings: ports.bindings, settings: ports.settings, pool: ports.pool, clock: ports.clock)
        let availability = Availability(
            ports.usageSums, accounts: ports.accounts, models: models, alerts: ports.alerts, calendar: UTCCalendar(),
            clock: ports.clock)
        try self.init(
            SiteUses(
                users: ports.users, sessions: ports.sessions, accounts: ports.accounts,
                usedTokens: ports.usedTokens, administrators: useCases.administrators, shares: useCases.shares,
                looks: useCases.looks, assistants: useCases.assistants,
                standings: ports.sendMessage.standings, turns: ports.turns,
                clock: ports.clock, trail: useCases.trail, availability: availability,
                missing: ports.missing),
            chat: ChatUses(
                conversations: ports.conversations,
                search: SearchConversations(store: ports.search, clock: ports.clock),
                trash: Trash(
                    ports.trash, files: ports.files, turns: ports.turns, turnLog: ports.turnLog, clock: ports.clock),
                projects: Projects(ports.projects, clock: ports.clock), shares: useCases.shares,
                preferences: ports.preferences, assistants: useCases.assistants, looks: useCases.looks,
                models: models,
                details: AnswerDetails(ports.charges, conversations: ports.conversations), summaries: ports.summaries,
                accounts: MemberAccounts(bindings: ports.bindings, pool: ports.pool), availability: availability,
                sessions: ports.sessions,
                sendMessage: ports.sendMessage, turns: ports.turns, turnLog: ports.turnLog, files: ports.files,
                taking: ports.taking, jobs: ports.jobs, clock: ports.clock),
            panel: useCases.panel,
            relay: RelayUses(
                standings: ports.standings, allowances: ports.allowances, dispatcher: ports.dispatcher,
                calls: ports.calls,
                responses: StoredResponses(ports.responses, stopCall: ports.turns.stopCall),
                conversations: ItemConversations(ports.itemConversations, clock: ports.clock),
                miniProgram: ports.miniProgram.map(useCases.miniProgram), pictures: ports.pictures,
                turnLog: ports.turnLog, clock: ports.clock,
                spawn: ports.turns.spawn,
                isDraining: { [turns = ports.turns] in turns.isDraining }, spools: ports.spools, log: log), options,
            log: log)
    }
}

extension Ports {
    fileprivate var statistics: Statistics {
        Statistics(
            usageSums, usage: usage, accounts: accounts, users: users, keys: apiKeys, files: files,
            pool: pool,
            calendar: UTCCalendar(), clock: clock)
    }

    fileprivate var live: LiveUsage {
        LiveUsage(
            charges, watch: usage.watch, clock: clock, spawn: turns.spawn,
            isDraining: { [turns] in turns.isDraining })
    }
}

/// The use cases of a site of a test.
struct UseCases {
    let trail: AuditTrail
    let administrators: Administrators
    let shares: SharedChats
    let assistants: Assistants
    let looks: SiteLooks
    let panel: PanelUses
    let miniProgram: (MiniProgram.Options) -> MiniProgram

    init(_ ports: Ports, _ options: SiteOptions, log: Log) {
        trail = AuditTrail(ports.audit, clock: ports.clock, key: options.sealingKey, log: log)
        let (users, sessions, clock) = (ports.users, ports.sessions, ports.clock)
        let (passwords, confirmation) = (Argon2Passwords(ports.passwords), Confirmation(users: users))
        administrators = Administrators(
            users: users, sessions: sessions, passwords: passwords, clock: clock, trail: trail,
            token: ports.setupToken.map { Token($0) })
        shares = SharedChats(
            ports.sharedChats, conversations: ports.conversations, settings: ports.settings, passwords: passwords,
            clock: clock, trail: trail)
        let settings = Settings(ports.settings, trail: trail)
        assistants = Assistants(
            ports.assistants, pictures: ports.sitePictures, settings: settings, clock: clock, trail: trail)
        looks = SiteLooks(settings: ports.settings, pictures: ports.sitePictures, trail: trail)
        let watch = AccountWatch(pool: ports.pool, accounts: ports.accounts, backend: ports.backend)
        miniProgram = { options in
            MiniProgram(
                options, users: users, allowances: ports.allowances, store: ports.appUsers, rate: ports.callRate,
                watch: watch, clock: clock)
        }
        panel = PanelUses(
            signIn: SignIn(
                users: users, sessions: sessions, links: ports.links, passwords: passwords, clock: clock, trail: trail),
            administrators: administrators,
            members: Members(
                users: users, sessions: sessions, links: ports.links, packages: ports.packages, settings: settings,
                allowances: ports.allowances, ledger: ports.ledger,
                passwords: passwords, clock: clock, trail: trail, stopTurns: ports.turns.stopAll),
            wallets: Wallets(
                wallets: ports.wallets, users: users, standings: ports.standings, clock: clock, trail: trail),
            links: Links(users: users, links: ports.links, clock: clock, trail: trail),
            accounts: Accounts(
                accounts: ports.accounts, bindings: ports.bindings, backend: ports.backend, pool: ports.pool,
                watch: watch,
                jobs: ports.jobs, logins: ports.logins, importedModels: ["imported"], clock: clock,
                confirmation: confirmation, trail: trail),
            choices: Choices(
                allowances: ports.allowances, bindings: ports.bindings, charges: ports.charges, ledger: ports.ledger,
                pool: ports.pool, watch: watch, clock: clock),
            bindings: Bindings(bindings: ports.bindings, clock: clock, trail: trail),
            packages: Packages(
                packages: ports.packages, archive: ports.archive, calendar: UTCCalendar(), clock: clock, trail: trail),
            settings: settings,
            prices: PriceList(accounts: ports.accounts, bindings: ports.bindings, settings: ports.settings),
            audit: AuditReader(ports.audit, confirmation: confirmation, trail: trail),
            keys: Keys(
                keys: ports.apiKeys, users: users, standings: ports.standings, clock: clock, trail: trail,
                stopCalls: ports.turns.stopCalls),
            usage: UsageReader(ports.charges, confirmation: confirmation, trail: trail),
            statistics: ports.statistics, live: ports.live,
            jobs: ports.jobs,
            refreshTokens: RefreshTokens(
                store: ports.refreshTokens, renewer: ports.renewer, profiles: ports.profiles, rate: ports.callRate,
                calendar: UTCCalendar(), usualClient: ports.tokenManager.client, models: ["imported"], clock: clock,
                confirmation: confirmation, trail: trail), tokenManager: ports.tokenManager,
            alerts: Alerts(store: ports.alerts, sender: ports.sender, clock: clock, trail: trail),
            assistants: assistants, looks: looks, writeUsage: ports.dispatcher.writeUsage)
    }
}

/// No token is ever renewed.
public struct NoRenewals: LoginRenewer {
    public func renewed(_: TokenPair, of _: Account) async -> Result<TokenPair, RenewalFailure> {
        .failure(.unavailable("nobody is asked"))
    }
}

/// Nobody says whose a token is.
public struct NoProfiles: TokenProfiles {
    public func user(by _: Secret, of _: Account) async -> TokenProfile.User? { nil }
    public func workspaces(by _: Secret, of _: Account) async -> TokenProfile.Workspaces? { nil }
}

/// No channel takes anything.
public struct NoChannels: AlertSender {
    public func send(_: AlertNotice, through _: AlertChannel) async throws(AlertFailure) {
        throw AlertFailure(.unreachable)
    }
}

/// Fetches nothing: of what an answer has those pictures alone that stand in it.
public struct NoPictures: RemotePictures {
    public func picture(at link: Text, namedBy _: Account, upTo most: Int) async -> PictureData? {
        PictureData(dataURL: link, upTo: most)
    }
}
