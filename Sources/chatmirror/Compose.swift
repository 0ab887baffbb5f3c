import Database
import Documents
import Domain
import Foundation
import HTTP
import Integrations
import Site
import Storage
import Transport
import Upstream
import Web

/// Chooses what stands behind each port.
enum Compose {
    static func world(_ configuration: Configuration, loops: LoopGroup, log: Log) async throws -> World {
        let contents = try await configuration.filesPlace.open(spools: configuration.spools, loops: loops, log: log)
        let database = try await OpenDatabase(configuration)
        for warning in database.warnings { log.warn("database", .init("warning", diagnostic: warning)) }
        let clock = SystemClock()
        let opened = try await OpenStorage(database, configuration, isAlone: configuration.redisURL.isEmpty) { error in
            log.error("storage failed", .init("kind", id: "\(error.kind)"))
        }
        try await opened.warnOfUnreadable(log)
        let storage = opened.sql
        try await ProcessEntry(storage, to: database, configuration).enter(log)
        let usage = UsageLog(storage.charges, clock: clock)
        let counters = try await Counters(
            configuration, WholeLedger(storage.ledger, and: usage), loops: loops, log: log)
        let pool = AccountPool(clock: clock)
        let client = client(configuration)
        let tokens = refresher(configuration, client, storage, clock, loops)
        let backend = backends(configuration, client, tokens, clock)
        let watch = AccountWatch(pool: pool, accounts: storage.accounts, backend: backend)
        await watch.refresh()
        let dispatcher = Dispatcher(
            ledger: counters.ledger, pool: pool, backend: backend, accounts: storage.accounts, usage: usage,
            clock: clock)
        let calls = RunningCalls()
        let summaries = summaries(storage, backend, clock)
        let files = files(contents, storage, configuration, clock: clock, log: log)
        let pictures = HTTPPictures(client: client)
        let desk = TurnDesk(
            conversations: storage.conversations, dispatcher: dispatcher, calls: calls, log: counters.log,
            broadcast: counters.broadcast, titles: titles(storage, pool, backend, clock), summaries: summaries,
            pictures: AnswerPictures(files, pictures), clock: clock, report: { report($0, to: log) })
        // At once: an upstream is asked before the viewer of its turn is told anything.
        let turns = TurnRunner(desk: desk) { body in
            Task.immediate(executorPreference: loops.next()) { await body() }
        }
        let probes = probes(of: database, storage, counters, clock: clock, spawn: turns.spawn)
        let missing: @Sendable () async -> [String] = { await StoreProbe.missing(among: probes) }
        let sender = sender(configuration, client, clock)
        return World(
            storage: storage, summaries: summaries, counters: counters, backend: backend, tokens: tokens,
            profiles: ChatGPTProfiles(client: client, baseURL: configuration.chatGPTURL),
            tokenManager: configuration.tokenManager, pictures: pictures, miniProgram: configuration.miniProgram,
            codexModels: configuration.codex.models, pool: pool, watch: watch, dispatcher: dispatcher, calls: calls,
            usage: usage, standings: Standings(storage.apiKeys, clock: clock), turns: turns,
            sendMessage: SendMessage(
                conversations: storage.conversations, facts: storage.sendFacts, dispatcher: dispatcher,
                turns: turns, files: files, clock: clock, mostRunning: configuration.mostRunning),
            files: files, spools: configuration.spools,
            mostImported: configuration.mostImported, jobs: jobs(storage, clock, loops),
            leases: configuration.redisURL.isEmpty ? SoleProcess() : storage.leases,
            clock: clock, missing: missing, sender: sender,
            lost: lost(storage, counters, sender, clock, missing), dataFolder: configuration.dataFolder,
            key: opened.key,
            loops: loops, log: log,
            close: {
                try? await storage.heartbeat.leave()
                counters.close()
                await database.close()
            })
    }

    static func migrate(_ configuration: Configuration) async throws {
        let database = try await OpenDatabase(configuration)
        await database.close()
        print("The schema is that of this version.")
    }

    private static func client(_ configuration: Configuration) -> HTTPClient {
        HTTPClient(.init(userAgent: ChatMirror.userAgent, allowPrivate: configuration.allowedPrivateUpstreams))
    }

    /// Of whole seconds, as a rule: nobody waits for its first step.
    private static func jobs(_ storage: SQLStorage, _ clock: any WallClock, _ loops: LoopGroup) -> Jobs {
        Jobs(storage.jobs, clock: clock) { work in Task(executorPreference: loops.next()) { await work() } }
    }

    private static func lost(
        _ storage: SQLStorage, _ counters: Counters, _ sender: any AlertSender, _ clock: any WallClock,
        _ missing: @escaping @Sendable () async -> [String]
    ) -> LostStores {
        LostStores(
            store: storage.alerts, sender: sender, rate: counters.rate, calendar: counters.calendar, clock: clock,
            missing: missing)
    }

    private static func sender(
        _ configuration: Configuration, _ client: HTTPClient, _ clock: any WallClock
    ) -> any AlertSender {
        AlertSenders(
            client: client, mail: MailClient(allowPrivate: configuration.allowedPrivateUpstreams),
            publicURL: configuration.publicURL, clock: clock)
    }

    private static func files(
        _ contents: any FileContents, _ storage: SQLStorage, _ configuration: Configuration, clock: any WallClock,
        log: Log
    ) -> Files {
        let reader = SystemDocuments(program: SiteFiles.program) {
            log.info("documents", .init("limit", diagnostic: $0))
        }
        return Files(
            store: storage.files, contents: contents, reader: reader, clock: clock, rules: configuration.fileRules)
    }

    private static func probes(
        of database: OpenDatabase, _ storage: SQLStorage, _ counters: Counters, clock: any WallClock,
        spawn: @escaping TurnRunner.Spawn
    ) -> [StoreProbe] {
        [
            StoreProbe("database", clock: clock, spawn: spawn) {
                guard await database.isReachable else { return false }
                return (try? await storage.heartbeat.probe()) != nil
            },
            StoreProbe("redis", clock: clock, spawn: spawn, counters.work),
        ]
    }

    private static func refresher(
        _ configuration: Configuration, _ client: HTTPClient, _ storage: SQLStorage, _ clock: any WallClock,
        _ loops: LoopGroup
    ) -> TokenRefresher {
        TokenRefresher(
            endpoint: TokenEndpoint(client: client, settings: configuration.codex), store: storage.accounts,
            clock: clock
        ) { work in
            Task(executorPreference: loops.next()) { await work() }
        }
    }

    private static func backends(
        _ configuration: Configuration, _ client: HTTPClient, _ tokens: TokenRefresher, _ clock: any WallClock
    ) -> any ConversationBackend {
        let http = HTTPBackend(client: client)
        let codex = CodexBackend(
            http: http, client: client, tokens: tokens, settings: configuration.codex, clock: clock)
        let web = ChatGPTWebBackend(http: http, client: client, tokens: tokens, clock: clock)
        return BackendDirectory(http: http, codex: codex, web: web, demo: EchoBackend())
    }

    private static func titles(
        _ storage: SQLStorage, _ pool: AccountPool, _ backend: any ConversationBackend, _ clock: any WallClock
    ) -> Titles {
        Titles(store: storage.conversations, accounts: storage.accounts, pool: pool, backend: backend, clock: clock)
    }

    private static func summaries(
        _ storage: SQLStorage, _ backend: any ConversationBackend, _ clock: any WallClock
    ) -> Summaries {
        Summaries(
            store: storage.conversations, conversations: storage.conversations, backend: backend, clock: clock)
    }

    private static func report(_ report: TurnReport, to log: Log) {
        let turn = Log.Field("turn", id: report.turn.id.text)
        let request = Log.Field("request", id: report.request)
        // The one that was asked last is the one that failed.
        let asked = report.attempts.last?.account ?? report.turn.account
        let account = Log.Field("account", id: asked.description)
        let status = Log.Field("status", id: report.end.status.rawValue)
        // An end that could not be stored is no failure of an upstream's.
        guard let code = report.isStored ? report.failure?.code : .storage else {
            return log.info("turn ended", turn, request, account, status)
        }
        log.warn(
            "turn failed", turn, request, account, status, .init("code", id: code.rawValue),
            .init("upstream_status", report.failure?.status ?? 0))
    }
}

/// Everything that runs, and how to close it.
struct World: Sendable {
    let storage: SQLStorage
    let summaries: Summaries
    let counters: Counters
    let backend: any ConversationBackend
    let tokens: TokenRefresher
    let profiles: any TokenProfiles
    let tokenManager: TokenManagerOptions
    let pictures: any RemotePictures
    /// Nil where there is none.
    let miniProgram: MiniProgram.Options?
    let codexModels: [String]
    let pool: AccountPool
    let watch: AccountWatch
    let dispatcher: Dispatcher
    let calls: RunningCalls
    let usage: UsageLog
    let standings: Standings
    let turns: TurnRunner
    let sendMessage: SendMessage
    let files: Files
    /// Of what arrives and is to be sent on: nothing in it outlives its request.
    let spools: String
    /// Bytes of an export that a member brings.
    let mostImported: Int
    let jobs: Jobs
    let leases: any LeaseStore
    let clock: any WallClock
    /// The names of the stores that are not able to do what a message needs.
    let missing: @Sendable () async -> [String]
    let sender: any AlertSender
    let lost: LostStores
    let dataFolder: String
    let key: SealingKey
    let loops: LoopGroup
    let log: Log
    let close: @Sendable () async -> Void

    var trail: AuditTrail { AuditTrail(storage.audit, clock: clock, key: key, log: log) }

    var refreshTokens: RefreshTokens {
        RefreshTokens(
            store: storage.refreshTokens, renewer: tokens, profiles: profiles, rate: counters.rate,
            calendar: counters.calendar, usualClient: tokenManager.client, models: codexModels, clock: clock,
            confirmation: Confirmation(users: storage.users), trail: trail)
    }
}
