import Database
import Domain
import Storage
import TestKit
import Testing

/// What the store of refresh tokens promises: each is the login of one account, and nothing is lent that is not meant to be.
@Suite struct RefreshTokenContract {
    private static let moment = Timestamp(seconds: 1_773_230_400)

    private static func new(_ name: String, _ token: String? = nil, enabled: Bool = false) -> StoredToken {
        var account = Account(
            id: ID(0), name: name, provider: .codex, baseURL: "https://chatgpt.com", models: [],
            proxy: "http://u:secret@proxy:1", createdAt: moment)
        account.options.login.client = "app_x"
        var pair = TokenPair(access: Secret(""), refresh: Secret(token ?? "rt-of-\(name)"))
        pair.version = 7
        return StoredToken(bizID: name, account: account, pair: pair, tag: "Red", memo: "m", isEnabled: enabled)
    }

    private static func made(_ outcome: RefreshTokenOutcome) throws -> RefreshToken {
        guard case .made(let token) = outcome else { throw ChatError.notFound }
        return token
    }

    private static func add(_ new: StoredToken, to storage: SQLStorage) async throws -> RefreshToken {
        try made(try await storage.refreshTokens.create([new], at: moment)[0])
    }

    @Test(arguments: Engine.allCases)
    func `a row is the login of an account that is lent to nobody and listed nowhere`(engine: Engine) async throws {
        let bench = try await engine.open()
        let storage = bench.storage
        let token = try await Self.add(Self.new("user001"), to: storage)
        let id = token.account.id
        #expect(token.bizID == "user001" && token.pair?.refresh == Secret("rt-of-user001") && !token.lends)
        #expect(token.account.proxy == "http://u:secret@proxy:1" && token.client == "app_x" && token.tag == "Red")
        #expect(try await storage.refreshTokens.find(token.id) == token)
        // The one who renews finds it, by the same port as every other login.
        #expect(try await storage.accounts.pair(of: id)?.version == 7)
        #expect(try await storage.accounts.list(.all, matching: nil).total == 0)
        #expect(try await storage.accounts.rows(.all, matching: "user001").items.isEmpty)
        #expect(try await storage.accounts.pairs().isEmpty)
        #expect(try await storage.accounts.lastReadings().isEmpty)
        await #expect(throws: ChatError.notFound) { try await storage.accounts.find(id) }
        await #expect(throws: ChatError.notFound) { try await storage.accounts.row(of: id) }
        await #expect(throws: ChatError.notFound) { try await storage.accounts.findWithKey(id) }
        let member = try await bench.member("alice")
        await #expect(throws: ChatError.notFound) {
            try await storage.bindings.create(member.id, id, mode: .shared, priority: 0, at: Self.moment)
        }
        // A binding that stands there all the same lends nothing.
        try await bench.database.write { session in
            try session.execute(
                """
                INSERT INTO bindings (user_id, account_id, mode, priority, created_at)
                VALUES (\(member.id), \(id), \(Binding.Mode.shared), 0, 1)
                """)
        }
        #expect(try await storage.bindings.accounts(of: member.id).isEmpty)
    }

    @Test(arguments: Engine.allCases)
    func `an account that is lent has a row, and ends with it alone among the accounts`(engine: Engine) async throws {
        let bench = try await engine.open()
        let account = try await bench.storage.accounts.create(
            ScriptedLogin.account("https://chatgpt.com"),
            key: ScriptedLogin.pair(ScriptedLogin.access(expires: 2_000_000_000)).stored)
        _ = try await bench.storage.accounts.create(.named("no login"), key: Secret("sk"))
        await withTaskGroup { group in
            for _ in 0..<8 { group.addTask { try? await bench.storage.refreshTokens.adopt(at: Self.moment) } }
        }
        let rows = try await bench.storage.refreshTokens.list(.all, where: RefreshTokenFilter())
        let row = try #require(rows.items.first)
        #expect(rows.total == 1 && row.account.id == account.id && row.lends && row.isAdopted)
        #expect(row.bizID == "account-\(account.id)" && !row.isEnabled)
        #expect(try await bench.storage.refreshTokens.find(.bizID(row.bizID))?.id == row.id)
        await #expect(throws: ChatError.conflict(.accountLends)) {
            try await bench.storage.refreshTokens.delete(row.id)
        }
        // The same token is not kept twice: the account that has it is named by its row.
        #expect(
            try await bench.storage.refreshTokens.create([Self.new("twin", "rt-1")], at: Self.moment) == [
                .known(row.id)
            ])
        try await bench.storage.accounts.delete(account.id)
        #expect(try await bench.storage.refreshTokens.list(.all, where: RefreshTokenFilter()).total == 0)
    }

    @Test(arguments: Engine.allCases)
    func `of many who add one token at once one does, and of one name`(engine: Engine) async throws {
        let bench = try await engine.open()
        let processes = (0..<4).map { _ in bench.otherProcess().refreshTokens }
        let outcomes = try await withThrowingTaskGroup { group in
            for number in 0..<16 {
                group.addTask {
                    let new = Self.new(number < 8 ? "name-\(number)" : "same", number < 8 ? "rt-same" : "rt-\(number)")
                    return try await processes[number % 4].create([new], at: Self.moment)[0]
                }
            }
            return try await group.reduce(into: [RefreshTokenOutcome]()) { $0.append($1) }
        }
        #expect(outcomes.count { if case .made = $0 { true } else { false } } == 2)
        #expect(outcomes.count { $0 == .nameTaken } == 7)
        #expect(try await bench.storage.refreshTokens.list(.all, where: RefreshTokenFilter()).total == 2)
    }

    @Test(arguments: Engine.allCases)
    func `lists are filtered by parts of texts, by state and by day`(engine: Engine) async throws {
        let bench = try await engine.open()
        let first = try await Self.add(Self.new("Ada-1", enabled: true), to: bench.storage)
        let second = try await Self.add(Self.new("bob_2"), to: bench.storage)
        func found(_ change: (inout RefreshTokenFilter) -> Void) async throws -> [ID<RefreshToken>] {
            var filter = RefreshTokenFilter()
            change(&filter)
            return try await bench.storage.refreshTokens.list(.all, where: filter).items.map(\.id)
        }
        #expect(try await found { _ in } == [second.id, first.id])
        #expect(try await found { $0.bizID = "aDA" } == [first.id])
        #expect(try await found { $0.bizID = "b_" } == [second.id])
        #expect(try await found { $0.bizID = "%" } == [])
        #expect(try await found { $0.tag = "re" } == [second.id, first.id])
        #expect(try await found { $0.keyword = "A-1" } == [first.id])
        #expect(try await found { $0.keyword = "red" } == [second.id, first.id])
        #expect(try await found { $0.isEnabled = true } == [first.id])
        #expect(try await found { $0.created = Self.moment..<Self.moment + .seconds(1) }.count == 2)
        #expect(try await found { $0.created = Self.moment + .seconds(1)..<Self.moment + .seconds(9) } == [])
        let page = try await bench.storage.refreshTokens.list(Page(offset: 1, limit: 1), where: RefreshTokenFilter())
        #expect(page.items.map(\.id) == [first.id] && page.total == 2)
    }

    @Test(arguments: Engine.allCases)
    func `a change changes what it names, and never the login`(engine: Engine) async throws {
        let bench = try await engine.open()
        let storage = bench.storage
        let token = try await Self.add(Self.new("user001"), to: storage)
        _ = try await Self.add(Self.new("taken"), to: storage)
        let later = Self.moment + .seconds(60)
        var change = RefreshTokenChange()
        (change.bizID, change.proxy, change.client) = ("user002", "", "app_y")
        (change.tag, change.memo, change.isEnabled) = ("", "new", true)
        let renewal = try await storage.accounts.replace(7, of: token.account.id, by: ScriptedLogin.pair("at-2"))
        let changed = try await storage.refreshTokens.update(token.id, change, models: [], at: later)
        #expect(renewal?.version == 8 && changed.pair == renewal)
        #expect(changed.bizID == "user002" && changed.account.proxy == "" && changed.client == "app_y")
        #expect(changed.tag == "" && changed.memo == "new" && changed.isEnabled && changed.updatedAt == later)
        var taken = RefreshTokenChange()
        (taken.bizID, taken.memo) = ("taken", "lost")
        await #expect(throws: ChatError.conflict(.exists)) {
            try await storage.refreshTokens.update(token.id, taken, models: [], at: later)
        }
        #expect(try await storage.refreshTokens.find(token.id) == changed)
        await #expect(throws: ChatError.notFound) {
            try await storage.refreshTokens.update(ID(99), change, models: [], at: later)
        }
    }

    @Test(arguments: Engine.allCases)
    func `an account begins to be lent and ends when nobody is bound`(engine: Engine) async throws {
        let bench = try await engine.open()
        let storage = bench.storage
        let token = try await Self.add(Self.new("user001"), to: storage)
        var change = RefreshTokenChange()
        change.lends = true
        let lent = try await storage.refreshTokens.update(token.id, change, models: ["gpt-5.4"], at: Self.moment)
        #expect(lent.lends && lent.account.models == ["gpt-5.4"])
        let member = try await bench.member("alice")
        let binding = try await storage.bindings.create(
            member.id, token.account.id, mode: .shared, priority: 0, at: Self.moment)
        #expect(try await storage.bindings.accounts(of: member.id).count == 1)
        change.lends = false
        await #expect(throws: ChatError.conflict(.accountBound)) {
            try await storage.refreshTokens.update(token.id, change, models: [], at: Self.moment)
        }
        try await storage.bindings.delete(binding.id)
        #expect(try await !storage.refreshTokens.update(token.id, change, models: [], at: Self.moment).lends)
        try await storage.refreshTokens.delete(token.id)
        await #expect(throws: ChatError.notFound) { try await storage.accounts.pair(of: token.account.id) }
        await #expect(throws: ChatError.notFound) { try await storage.refreshTokens.find(token.id) }
    }

    @Test(arguments: Engine.allCases)
    func `those are due that are enabled and were not tried for as long, the longest first`(engine: Engine) async throws
    {
        let bench = try await engine.open()
        let store = bench.storage.refreshTokens
        let tokens = try await store.create(
            (0..<4).map { Self.new("user-\($0)", enabled: $0 > 0) }, at: Self.moment
        ).map(Self.made)
        let now = Self.moment + .seconds(100)
        try await store.note(NotedRefresh(result: "x", owner: nil), of: tokens[1].id, at: now - .seconds(10))
        try await store.note(NotedRefresh(result: "x", owner: nil), of: tokens[2].id, at: now - .seconds(50))
        #expect(try await store.due(before: now - .seconds(10), now: now) == [3, 2, 1].map { tokens[$0].id })
        #expect(try await store.due(before: now - .seconds(11), now: now) == [3, 2].map { tokens[$0].id })
        // A clock that went back makes it due instead of never.
        #expect(try await store.due(before: Timestamp(seconds: 0), now: now - .seconds(20)).contains(tokens[1].id))
        var owner = LoginOwner()
        (owner.email, owner.plan) = ("ada@example.org", "plus")
        try await store.note(NotedRefresh(result: "ok", owner: owner), of: tokens[1].id, at: now)
        let noted = try await store.find(tokens[1].id)
        #expect(noted.result == "ok" && noted.email == "ada@example.org" && noted.plan == "plus")
        #expect(noted.refreshedAt == now)
        try await store.note(NotedRefresh(result: "login ended", owner: nil), of: tokens[1].id, at: now + .seconds(1))
        let failed = try await store.find(tokens[1].id)
        #expect(failed.result == "login ended" && failed.refreshedAt == now && failed.email == "ada@example.org")
        #expect(try await store.find(.email("ada@example.org"))?.id == tokens[1].id)
        #expect(try await bench.storage.refreshTokens.find(.email("ada")) == nil)
    }

    @Test(arguments: Engine.allCases)
    func `a list that changes is dealt to the rows that it leaves out, but for accounts that are lent`(engine: Engine)
        async throws
    {
        let bench = try await engine.open()
        let store = bench.storage.refreshTokens
        let tokens = try await store.create((0..<3).map { Self.new("user-\($0)") }, at: Self.moment).map(Self.made)
        var lends = RefreshTokenChange()
        lends.lends = true
        _ = try await store.update(tokens[0].id, lends, models: [], at: Self.moment)
        var settings = RefreshTokenSettings()
        (settings.proxies, settings.clients) = (["http://a:pw@one:1", "http://two:2"], ["app_x"])
        (settings.refreshes, settings.interval) = (true, .seconds(90))
        try await store.set(settings, dealingProxies: true, clients: true, at: Self.moment)
        #expect(try await bench.otherProcess().refreshTokens.settings() == settings)
        for token in tokens.dropFirst() {
            let dealt = try await store.find(token.id)
            #expect(settings.proxies.contains(dealt.account.proxy) && dealt.client == "app_x")
        }
        #expect(try await store.find(tokens[0].id).account.proxy == "http://u:secret@proxy:1")
        (settings.proxies, settings.clients) = ([], ["app_z"])
        try await store.set(settings, dealingProxies: true, clients: true, at: Self.moment)
        #expect(try await store.find(tokens[1].id).account.proxy == "")
        #expect(try await store.find(tokens[1].id).client == "app_z")
    }
}
