import ChatAPI
import Documents
import Domain
import PanelAPI
import RelayAPI
import Site
import Storage
import Transport
import Web

/// The use cases of a server, and what its surfaces act through: everything that may be done here, each over the ports that it needs.
struct UseCases: Sendable {
    let administrators: Administrators
    let members: Members
    let links: Links
    let accounts: Accounts
    let bindings: Bindings
    let settings: Settings
    private let shares: SharedChats
    private let assistants: Assistants
    private let looks: SiteLooks
    let refreshTokens: RefreshTokens
    private let world: World
    private let trail: AuditTrail
    private let passwords: any Passwords
    private let models: ModelOffers
    private let availability: Availability

    /// `setupToken` is that of the set-up link; nil when there is an administrator.
    init(_ world: World, setupToken: Token?) {
        let (storage, clock) = (world.storage, world.clock)
        let passwords = Argon2Passwords()
        let trail = world.trail
        administrators = Administrators(
            users: storage.users, sessions: storage.sessions, passwords: passwords, clock: clock, trail: trail,
            token: setupToken)
        settings = Settings(storage.settings, trail: trail)
        shares = SharedChats(
            storage.sharedChats, conversations: storage.conversations, settings: storage.settings, passwords: passwords,
            clock: clock, trail: trail)
        assistants = Assistants(
            storage.assistants, pictures: storage.sitePictures, settings: settings, clock: clock, trail: trail)
        looks = SiteLooks(settings: storage.settings, pictures: storage.sitePictures, trail: trail)
        members = Members(
            users: storage.users, sessions: storage.sessions, links: storage.links, packages: storage.packages,
            settings: settings, allowances: storage.allowances, ledger: world.counters.ledger, passwords: passwords,
            clock: clock, trail: trail,
            stopTurns: world.turns.stopAll)
        links = Links(users: storage.users, links: storage.links, clock: clock, trail: trail)
        accounts = Accounts(
            accounts: storage.accounts, bindings: storage.bindings, backend: world.backend, pool: world.pool,
            watch: world.watch, jobs: world.jobs, logins: storage.accounts, importedModels: world.codexModels,
            clock: clock,
            confirmation: Confirmation(users: storage.users), trail: trail)
        bindings = Bindings(bindings: storage.bindings, clock: clock, trail: trail)
        refreshTokens = world.refreshTokens
        models = ModelOffers(bindings: storage.bindings, settings: storage.settings, pool: world.pool, clock: clock)
        availability = Availability(
            storage.usageSums, accounts: storage.accounts, models: models, alerts: storage.alerts,
            calendar: world.counters.calendar, clock: clock)
        self.world = world
        self.trail = trail
        self.passwords = passwords
    }

    var site: SiteUses {
        SiteUses(
            users: world.storage.users, sessions: world.storage.sessions, accounts: world.storage.accounts,
            usedTokens: world.storage.usedTokens, administrators: administrators, shares: shares,
            looks: looks, assistants: assistants, standings: world.sendMessage.standings, turns: world.turns,
            clock: world.clock,
            trail: trail, availability: availability, missing: world.missing)
    }

    var chat: ChatUses {
        ChatUses(
            conversations: world.storage.conversations,
            search: SearchConversations(store: world.storage.search, clock: world.clock),
            trash: trash,
            projects: Projects(world.storage.projects, clock: world.clock), shares: shares,
            preferences: world.storage.preferences, assistants: assistants, looks: looks,
            models: models,
            details: AnswerDetails(world.storage.charges, conversations: world.storage.conversations),
            summaries: world.summaries, accounts: MemberAccounts(bindings: world.storage.bindings, pool: world.pool),
            availability: availability,
            sessions: world.storage.sessions, sendMessage: world.sendMessage, turns: world.turns,
            turnLog: world.counters.log, files: world.files, taking: taking, jobs: world.jobs, clock: world.clock)
    }

    private var trash: Trash {
        Trash(
            world.storage.conversations, files: world.files, turns: world.turns, turnLog: world.counters.log,
            clock: world.clock)
    }

    var exports: Exports {
        let storage = world.storage
        return Exports(
            storage.exports, conversations: storage.conversations, projects: storage.projects, files: world.files,
            archives: Zips(), jobs: world.jobs, clock: world.clock)
    }

    private var taking: TakingUses {
        let storage = world.storage
        return TakingUses(
            imports: Imports(
                storage.imports, projects: storage.projects, files: world.files, archives: Zips(), jobs: world.jobs,
                clock: world.clock),
            exports: exports,
            erasure: Erasure(
                storage.erasure, trash: trash, exports: exports, files: world.files, jobs: world.jobs),
            spools: world.spools, mostImported: world.mostImported)
    }

    var panel: PanelUses {
        let storage = world.storage
        return PanelUses(
            signIn: SignIn(
                users: storage.users, sessions: storage.sessions, links: storage.links, passwords: passwords,
                clock: world.clock, trail: trail),
            administrators: administrators, members: members,
            wallets: Wallets(
                wallets: storage.wallets, users: storage.users, standings: world.standings, clock: world.clock,
                trail: trail),
            links: links, accounts: accounts,
            choices: Choices(
                allowances: storage.allowances, bindings: storage.bindings, charges: storage.charges,
                ledger: world.counters.ledger, pool: world.pool, watch: world.watch, clock: world.clock),
            bindings: bindings,
            packages: Packages(
                packages: storage.packages, archive: storage.ledger, calendar: world.counters.calendar,
                clock: world.clock, trail: trail),
            settings: settings,
            prices: PriceList(accounts: storage.accounts, bindings: storage.bindings, settings: storage.settings),
            audit: AuditReader(storage.audit, confirmation: Confirmation(users: storage.users), trail: trail),
            keys: Keys(
                keys: storage.apiKeys, users: storage.users, standings: world.standings, clock: world.clock,
                trail: trail, stopCalls: world.turns.stopCalls),
            usage: UsageReader(storage.charges, confirmation: Confirmation(users: storage.users), trail: trail),
            statistics: statistics,
            live: LiveUsage(
                storage.charges, watch: world.usage.watch, clock: world.clock, spawn: world.turns.spawn,
                isDraining: { world.turns.isDraining }),
            jobs: world.jobs, refreshTokens: refreshTokens, tokenManager: world.tokenManager,
            alerts: Alerts(store: storage.alerts, sender: world.sender, clock: world.clock, trail: trail),
            assistants: assistants, looks: looks, writeUsage: world.dispatcher.writeUsage)
    }

    private var statistics: Statistics {
        Statistics(
            world.storage.usageSums, usage: world.usage, accounts: world.storage.accounts, users: world.storage.users,
            keys: world.storage.apiKeys, files: world.files, pool: world.pool, calendar: world.counters.calendar,
            clock: world.clock)
    }

    /// Looks after what may become an alert.
    var alertWatch: AlertWatch {
        let (storage, folder) = (world.storage, world.dataFolder)
        let sources = AlertSources(
            accounts: accounts, bindings: storage.bindings, logins: storage.accounts,
            refreshTokens: storage.refreshTokens, statistics: statistics, sums: storage.usageSums, members: members,
            audit: storage.audit, clock: world.clock, disk: { Disk.space(at: folder) },
            lost: { [lost = world.lost] in lost.lost })
        return AlertWatch(
            store: storage.alerts, sources: sources, calendar: world.counters.calendar, clock: world.clock)
    }

    var relay: RelayUses {
        RelayUses(
            standings: world.standings, allowances: world.storage.allowances, dispatcher: world.dispatcher,
            calls: world.calls,
            responses: StoredResponses(world.storage.responses, stopCall: world.turns.stopCall),
            conversations: ItemConversations(world.storage.itemConversations, clock: world.clock),
            miniProgram: world.miniProgram.map(miniProgram), pictures: world.pictures, turnLog: world.counters.log,
            clock: world.clock,
            spawn: world.turns.spawn,
            isDraining: { world.turns.isDraining }, spools: world.spools, log: world.log)
    }

    private func miniProgram(_ options: MiniProgram.Options) -> MiniProgram {
        MiniProgram(
            options, users: world.storage.users, allowances: world.storage.allowances, store: world.storage.appUsers,
            rate: world.counters.rate, watch: world.watch, clock: world.clock)
    }
}
