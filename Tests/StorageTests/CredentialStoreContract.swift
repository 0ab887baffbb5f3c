import Database
import Domain
import Storage
import TestKit
import Testing

/// What the store of logins promises: the newest pair is never written over.
@Suite struct CredentialStoreContract {
    private static func bench(
        _ engine: Engine, _ pair: TokenPair = ScriptedLogin.pair("at-1", version: 5)
    ) async throws -> (Bench, Account) {
        let bench = try await engine.open()
        let account = ScriptedLogin.account("https://chatgpt.example")
        return (bench, try await bench.storage.accounts.create(account, key: pair.stored))
    }

    @Test(arguments: Engine.allCases)
    func `a pair is replaced once by whoever knows its version`(engine: Engine) async throws {
        let (bench, account) = try await Self.bench(engine)
        let processes = (0..<4).map { _ in bench.otherProcess().accounts }
        let winners = try await withThrowingTaskGroup { group in
            for number in 0..<16 {
                group.addTask {
                    let next = ScriptedLogin.pair("at-\(number)", refresh: "rt-\(number)")
                    return try await processes[number % 4].replace(5, of: account.id, by: next)
                }
            }
            return try await group.reduce(into: [TokenPair]()) { if let pair = $1 { $0.append(pair) } }
        }
        #expect(winners.count == 1 && winners.first?.version == 6)
        #expect(try await bench.storage.accounts.pair(of: account.id) == winners.first)
        await #expect(throws: ChatError.notFound) {
            try await bench.storage.accounts.replace(1, of: ID(99), by: ScriptedLogin.pair("x"))
        }
        await #expect(throws: ChatError.notFound) { try await bench.storage.accounts.pair(of: ID(99)) }
    }

    @Test(arguments: Engine.allCases)
    func `a change of something else keeps a pair that was renewed meanwhile`(engine: Engine) async throws {
        let (bench, account) = try await Self.bench(engine)
        let accounts = bench.storage.accounts
        for round in 0..<20 {
            let version = try await accounts.pair(of: account.id)!.version
            async let renewal = bench.otherProcess().accounts.replace(
                version, of: account.id, by: ScriptedLogin.pair("new-\(round)"))
            var changed = account
            changed.remark = "round \(round)"
            try await accounts.update(changed, key: nil)
            #expect(try await renewal?.access == Secret("new-\(round)"))
            #expect(try await accounts.pair(of: account.id)?.access == Secret("new-\(round)"))
        }
    }

    @Test(arguments: Engine.allCases)
    func `a login that is entered has a larger version than the one before`(engine: Engine) async throws {
        let (bench, account) = try await Self.bench(engine)
        let accounts = bench.storage.accounts
        try await accounts.update(account, key: ScriptedLogin.pair("at-2", version: 1).stored)
        #expect(try await accounts.pair(of: account.id)?.version == 6)
        try await accounts.update(account, key: ScriptedLogin.pair("at-3", version: 1000).stored)
        #expect(try await accounts.pair(of: account.id)?.version == 1000)
        #expect(try await accounts.replace(6, of: account.id, by: ScriptedLogin.pair("late")) == nil)
    }

    @Test(arguments: Engine.allCases)
    func `a login goes nowhere else: it ends with its kind, its host and the address of its tokens`(engine: Engine)
        async throws
    {
        let changes: [(inout Account) -> Void] = [
            { $0.provider = .openAI }, { $0.baseURL = "https://other.example" }, { $0.proxy = "http://p:1" },
            { $0.options.login.tokenURL = "https://other.example/token" },
        ]
        for change in changes {
            let (bench, account) = try await Self.bench(engine)
            var changed = account
            change(&changed)
            try await bench.storage.accounts.update(changed, key: nil)
            #expect(try await !bench.storage.accounts.hasKey(account.id))
        }
        let (bench, account) = try await Self.bench(engine)
        var same = account
        same.options.login.client = "app_other"
        try await bench.storage.accounts.update(same, key: nil)
        #expect(try await bench.storage.accounts.hasKey(account.id))
        #expect(try await bench.storage.accounts.find(account.id).options.login == same.options.login)
    }

    @Test(arguments: Engine.allCases)
    func `one process at a time may renew, and a dead one keeps nobody from it for long`(engine: Engine) async throws {
        let (bench, account) = try await Self.bench(engine)
        let (first, second) = (bench.storage.accounts, bench.otherProcess().accounts)
        #expect(try await first.claim(account.id, for: .seconds(60)))
        #expect(try await !second.claim(account.id, for: .seconds(60)))
        // As one asks who began first and got the row last: the other's ends later than its own would.
        #expect(try await !second.claim(account.id, for: .seconds(59)))
        try await first.release(account.id)
        #expect(try await second.claim(account.id, for: .seconds(60)))
        // What is stored ends a claim, too.
        _ = try await second.replace(5, of: account.id, by: ScriptedLogin.pair("at-2"))
        #expect(try await first.claim(account.id, for: .seconds(60)))
        try await bench.database.write { session in
            try session.execute("UPDATE accounts SET renewing_until = renewing_until - 60000 WHERE id = \(account.id)")
        }
        #expect(try await second.claim(account.id, for: .seconds(60)))
        #expect(try await !second.claim(ID(99), for: .seconds(60)))
        // Whoever has the database alone knows that the other is dead.
        try await bench.storage.forgetOtherProcesses()
        #expect(try await first.claim(account.id, for: .seconds(60)))
    }

    @Test(arguments: Engine.allCases)
    func `every account with a login is listed, but for those that cannot be read`(engine: Engine) async throws {
        let (bench, account) = try await Self.bench(engine)
        _ = try await bench.account("an API's")
        let accounts = bench.storage.accounts
        let bare = try await accounts.create(ScriptedLogin.account("https://b.example"), key: Secret("rt_0123456789"))
        _ = try await accounts.create(ScriptedLogin.account("https://c.example"), key: Secret(""))
        let found = try await accounts.pairs()
        #expect(found.map(\.account.id) == [account.id, bare.id])
        #expect(found.map { $0.pair.version } == [5, 0])
        // Entered by another version as a token alone, it is renewed all the same.
        #expect(try await accounts.replace(0, of: bare.id, by: ScriptedLogin.pair("at-9"))?.version == 1)
    }

    @Test(arguments: Engine.allCases)
    func `every key and login that can be read is told with its account, by id`(engine: Engine) async throws {
        let (bench, account) = try await Self.bench(engine)
        let accounts = bench.storage.accounts
        func make(_ name: String, _ key: String) async throws -> ID<Account> {
            let account = Account(
                id: ID(0), name: name, baseURL: "https://a.example", models: ["m"], status: .disabled, priority: 9,
                createdAt: bench.clock.now)
            return try await accounts.create(account, key: Secret(key)).id
        }
        let first = try await make("first", "sk-1")
        _ = try await make("none", "")
        let torn = try await make("torn", "sk-2")
        let last = try await make("last", "sk-1")
        try await bench.database.write { session in
            try session.execute(
                "UPDATE accounts SET sealed_key = \([UInt8](repeating: 7, count: 60)) WHERE id = \(torn)")
        }
        let found = try await accounts.credentials()
        #expect(found.map(\.account.id) == [account.id, first, last])
        #expect(found.dropFirst().map(\.credential) == [.key(Secret("sk-1")), .key(Secret("sk-1"))])
        guard case .pair(let pair) = found.first?.credential else { return #expect(Bool(false)) }
        #expect(pair.version == 5 && pair.access == Secret("at-1"))
    }

    @Test(arguments: Engine.allCases)
    func `a list shows whose login it is and how much is used`(engine: Engine) async throws {
        var pair = ScriptedLogin.pair("at-1", version: 5)
        pair.owner.email = "ada@example.org"
        pair.expiresAt = Timestamp(seconds: 9)
        let (bench, account) = try await Self.bench(engine, pair)
        let accounts = bench.storage.accounts
        #expect(try await accounts.row(of: account.id).windows == nil)
        let window = UsageWindow("5h", usedPercent: 12.5, resetsAt: Timestamp(seconds: 7), isReached: false)
        let windows = UsageWindows([window, UsageWindow("7d", usedPercent: 100)], readAt: bench.clock.now)
        try await accounts.note(windows, of: account.id)
        for row in [try await accounts.row(of: account.id), try await accounts.rows(.all, matching: nil).items[0]] {
            #expect(row.windows == windows)
            #expect(row.login == AccountLogin(pair) && row.login?.owner.email == "ada@example.org")
        }
        await #expect(throws: ChatError.notFound) { try await accounts.note(windows, of: ID(99)) }
    }
}
