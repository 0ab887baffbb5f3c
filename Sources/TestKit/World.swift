import Database
public import Domain
public import Site
import Storage
import Transport
import Web

/// The whole product in one process: real stores (see `WorldStores`), a manual clock, a scripted backend, no sockets.
///
/// It has an administrator and the members alice and bob, who share one account with the models `alpha` and `beta`.
public final class World: Sendable {
    public let clock: ManualClock
    public let backend: ScriptedBackend
    public let ports: Ports
    public let facts: any SendFactsStore
    public let site: Site
    public let admin: Person
    public let alice: Person
    public let bob: Person
    public let account: Account
    public let frontEnd: FrontEnd
    private let folder: TemporaryFolder
    private let stores: WorldStores

    /// The folder of what was uploaded.
    public var filesFolder: String { folder.path + "/files" }

    /// `limits`, if any, are those of a package that alice has; `fileRules` are everybody's. The backend is asked for titles in tests
    /// of those alone. `upstreams`: asked instead of the scripted backend, over sockets.
    public init(
        limits: [Limit] = [], fileRules: FileRules = FileRules(), askingForTitles: Bool = false,
        asking upstreams: (any ConversationBackend)? = nil, pictures: (any RemotePictures)? = nil,
        renewer: (any LoginRenewer)? = nil
    ) async throws {
        clock = ManualClock()
        backend = ScriptedBackend()
        folder = TemporaryFolder()
        frontEnd = FrontEnd(in: folder)
        stores = try await WorldStores.open(in: folder, clock)
        let files = Files(
            store: stores.storage.files, contents: FolderContents(folder.path + "/files"),
            reader: TestDocuments.shared, clock: clock, rules: fileRules)
        // Whoever asks over sockets is on an event loop.
        let drawn = AnswerPictures(files, pictures ?? NoPictures())
        var ports = Self.ports(
            stores, upstreams ?? backend, files, folder.path + "/uploads", clock, askingForTitles, drawn
        ) { job in
            if upstreams == nil {
                Task { await job() }
            } else {
                Task(executorPreference: TestLoop.shared) { await job() }
            }
        }
        ports.miniProgram = try Self.miniProgram
        ports.tokenManager.secret = Secret(Self.tokenSecret)
        ports.tokenManager.client = "app_usual"
        if let renewer { ports.renewer = renewer }
        if let pictures { ports.pictures = pictures }
        self.ports = ports
        facts = stores.storage.sendFacts
        site = try Site(
            ports,
            SiteOptions(
                publicURL: "http://chat.test", timeZone: "UTC", assets: frontEnd.assets,
                templates: frontEnd.templates, sealingKey: .random()))
        let package = limits.isEmpty ? nil : try await ports.addPackage(limits, at: clock.now)
        admin = try await ports.addPerson("root", role: .root, at: clock.now)
        alice = try await ports.addPerson("alice", package: package, at: clock.now)
        bob = try await ports.addPerson("bob", at: clock.now)
        account = try await ports.addAccount("shared", models: ["alpha", "beta"], at: clock.now)
        for person in [alice, bob] { try await ports.bind(person, to: account, at: clock.now) }
    }

    /// Two applications, for whose users alice pays.
    private static var miniProgram: MiniProgram.Options {
        get throws {
            var options = MiniProgram.Options(try Application.list(applications.map { "\($0):\(key(of: $0))" }))
            (options.payer, options.model, options.imageModel) = ("alice", "alpha", "beta")
            return options
        }
    }
    /// That of programs that fetch access tokens.
    public static let tokenSecret = "secret-of-the-tests-0123"
    public static let applications = ["shop", "club"]
    public static func key(of application: String) -> String { "key of the \(application)!".replacing(" ", with: "-") }

    /// What its stores are made of, as `sqlite MemoryQuotaLedger MemoryTurnLog NoBroadcast`.
    public var material: String {
        "\(stores.dialect) \(type(of: stores.ledger)) \(type(of: stores.log)) \(type(of: stores.broadcast))"
    }

    /// How many statements its database was asked so far.
    public var statements: Int { stores.database.statements }

    /// Flips one bit of what is sealed of an account, as a bad disk does.
    public func damage(_ part: Account.SealedPart, of account: ID<Account>) async throws {
        try await stores.database.write { session in
            let column: SQL =
                switch part {
                case .key: "sealed_key"
                case .proxy: "sealed_proxy"
                }
            let row = try session.rows("SELECT \(column) AS sealed FROM accounts WHERE id = \(account)")[0]
            var bytes: [UInt8] = try row["sealed"]
            bytes[bytes.count - 1] ^= 1
            try session.execute("UPDATE accounts SET \(column) = \(bytes) WHERE id = \(account)")
        }
    }

    /// The jobs of every process of this world.
    public var jobStore: any JobStore { stores.storage.jobs }

    /// Of programs' calls.
    public var usage: UsageLog { stores.usage }
    /// Of programs' keys.
    public var standings: Standings { ports.standings }

    /// Returns when no call of a program runs.
    public func restOfCalls() async {
        while !usage.running.isEmpty, !Task.isCancelled { await Task.yield() }
    }

    /// What asks and pays in this world; with another ledger, as another process has one.
    public func dispatcher(by ledger: (any QuotaLedger)? = nil) -> Dispatcher {
        Dispatcher(
            ledger: ledger ?? ports.ledger, pool: ports.pool, backend: backend, accounts: ports.accounts,
            usage: stores.usage, clock: clock)
    }

    deinit {
        // Unstructured: closing takes a moment and nobody waits for it.
        Task { [stores, folder] in
            await stores.close()
            withExtendedLifetime(folder) {}
        }
    }

    /// `spawn` is unstructured: a turn belongs to nobody.
    private static func ports(
        _ stores: WorldStores, _ backend: any ConversationBackend, _ files: Files, _ spools: String,
        _ clock: ManualClock,
        _ asksForTitles: Bool, _ pictures: AnswerPictures, _ spawn: @escaping TurnRunner.Spawn
    ) -> Ports {
        let storage = stores.storage
        let pool = AccountPool(clock: clock)
        let dispatcher = Dispatcher(
            ledger: stores.ledger, pool: pool, backend: backend, accounts: storage.accounts, usage: stores.usage,
            clock: clock)
        let calls = RunningCalls()
        let titles = Titles(
            store: storage.conversations, accounts: storage.accounts, pool: pool, backend: backend, clock: clock)
        let summaries = Summaries(
            store: storage.conversations, conversations: storage.conversations, backend: backend, clock: clock)
        let desk = TurnDesk(
            conversations: storage.conversations, dispatcher: dispatcher, calls: calls, log: stores.log,
            broadcast: stores.broadcast,
            titles: asksForTitles ? titles : nil, summaries: summaries, pictures: pictures, clock: clock,
            report: { _ in })
        let turns = TurnRunner(desk: desk, spawn: spawn)
        return Ports(
            users: storage.users, sessions: storage.sessions, wallets: storage.wallets, links: storage.links,
            usedTokens: storage.usedTokens, accounts: storage.accounts, logins: storage.accounts,
            bindings: storage.bindings,
            packages: storage.packages, settings: storage.settings, allowances: storage.allowances,
            archive: storage.ledger, audit: storage.audit,
            conversations: storage.conversations, summaries: summaries, search: storage.search,
            trash: storage.conversations,
            projects: storage.projects, sharedChats: storage.sharedChats, assistants: storage.assistants,
            sitePictures: storage.sitePictures, preferences: storage.preferences,
            ledger: stores.ledger, turnLog: stores.log,
            backend: backend,
            clock: clock, passwords: PasswordHasher(), pool: pool, turns: turns,
            sendMessage: SendMessage(
                conversations: storage.conversations, facts: storage.sendFacts, dispatcher: dispatcher, turns: turns,
                files: files, clock: clock),
            dispatcher: dispatcher, calls: calls, standings: Standings(storage.apiKeys, clock: clock),
            apiKeys: storage.apiKeys,
            charges: storage.charges, usageSums: storage.usageSums, usage: stores.usage,
            jobs: Jobs(storage.jobs, clock: clock) { work in Task { await work() } },
            files: files, spools: spools, imports: storage.imports, exports: storage.exports,
            erasure: storage.erasure, responses: storage.responses,
            itemConversations: storage.itemConversations, appUsers: storage.appUsers, callRate: stores.rate,
            refreshTokens: storage.refreshTokens, alerts: storage.alerts,
            missing: { [] })
    }
}
